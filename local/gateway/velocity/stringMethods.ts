import { javaPattern, javaReplacement } from "./javaRegex.ts";
import { checkIndex, integerArgument, type Methods, textArgument } from "./methods.ts";
import { JavaList, type Value } from "./values.ts";

/** Those of java.lang.String that templates use. Regular expressions are Java's. */
export const stringMethods: Methods<string> = new Map<
  string,
  (text: string, args: readonly Value[]) => Value
>([
  ["charAt/1", (text, args) => text[checkIndex(integerArgument(args, 0), text.length - 1)]],
  ["compareTo/1", (text, args) => compareTo(text, textArgument(args, 0))],
  ["concat/1", (text, args) => text + textArgument(args, 0)],
  ["contains/1", (text, args) => text.includes(textArgument(args, 0))],
  ["endsWith/1", (text, args) => text.endsWith(textArgument(args, 0))],
  [
    "equalsIgnoreCase/1",
    (text, [other]) => typeof other === "string" && text.toLowerCase() === other.toLowerCase(),
  ],
  ["indexOf/1", (text, args) => text.indexOf(textArgument(args, 0))],
  ["indexOf/2", (text, args) => text.indexOf(textArgument(args, 0), integerArgument(args, 1))],
  ["isBlank/0", (text) => text.trim() === ""],
  ["isEmpty/0", (text) => text === ""],
  ["lastIndexOf/1", (text, args) => text.lastIndexOf(textArgument(args, 0))],
  ["length/0", (text) => text.length],
  ["matches/1", (text, args) => javaPattern(`(?:${textArgument(args, 0)})`, "whole").test(text)],
  [
    "replace/2",
    (text, args) => text.replaceAll(textArgument(args, 0), () => textArgument(args, 1)),
  ],
  [
    "replaceAll/2",
    (text, args) =>
      text.replace(
        javaPattern(textArgument(args, 0), "all"),
        javaReplacement(textArgument(args, 1)),
      ),
  ],
  [
    "replaceFirst/2",
    (text, args) =>
      text.replace(
        javaPattern(textArgument(args, 0), "first"),
        javaReplacement(textArgument(args, 1)),
      ),
  ],
  ["split/1", (text, args) => split(text, textArgument(args, 0), 0)],
  ["split/2", (text, args) => split(text, textArgument(args, 0), integerArgument(args, 1))],
  ["startsWith/1", (text, args) => text.startsWith(textArgument(args, 0))],
  ["substring/1", (text, args) => substring(text, integerArgument(args, 0), text.length)],
  [
    "substring/2",
    (text, args) => substring(text, integerArgument(args, 0), integerArgument(args, 1)),
  ],
  ["toLowerCase/0", (text) => text.toLowerCase()],
  ["toUpperCase/0", (text) => text.toUpperCase()],
  // Java's trim takes every control character off, JavaScript's also other spaces.
  ["trim/0", (text) => text.replace(/^[\0- ]+/, "").replace(/[\0- ]+$/, "")],
]);

function substring(text: string, start: number, end: number): string {
  checkIndex(end, text.length);
  return text.slice(checkIndex(start, end), end);
}

function compareTo(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Java's: without a limit, empty texts at the end are left out. */
function split(text: string, pattern: string, limit: number): JavaList {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(javaPattern(pattern, "all"))) {
    if (limit > 0 && parts.length === limit - 1) {
      break;
    }
    const end = match.index + match[0].length;
    // An empty match at the start makes no empty first part.
    if (end === 0 || (match[0] === "" && match.index === text.length)) {
      continue;
    }
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  if (limit === 0) {
    while (parts.length > 1 && parts.at(-1) === "") {
      parts.pop();
    }
  }
  return new JavaList(parts);
}
