import { javaPattern, javaReplacement } from "./javaRegex.ts";
import { areEqual } from "./operators.ts";
import { TemplateError } from "./template.ts";
import { JavaList, type JavaMap, MapEntry, toText, type Value } from "./values.ts";

/** A Java method for templates; it returns undefined if Java has no method for the arguments. */
export type Method<Receiver> = (receiver: Receiver, args: readonly Value[]) => Value;

/** By name and number of arguments: `substring/2`. */
export type Methods<Receiver> = ReadonlyMap<string, Method<Receiver>>;

/** @throws TemplateError for an argument that Java would reject */
function integerArgument(args: readonly Value[], at: number): number {
  const value = args[at];
  if (typeof value !== "number") {
    throw new TemplateError(`${describe(value)} is not a whole number, which this method needs.`);
  }
  return value;
}

/** @throws TemplateError for null, as Java's NullPointerException */
function textArgument(args: readonly Value[], at: number): string {
  const value = args[at];
  if (value === null || value === undefined) {
    throw new TemplateError("null is not a text, which this method needs.");
  }
  return toText(value);
}

/** @throws TemplateError as Java's IndexOutOfBoundsException */
function checkIndex(index: number, limit: number): number {
  if (index < 0 || index > limit) {
    throw new TemplateError(`Index ${index} is out of bounds; at most ${limit} is allowed.`);
  }
  return index;
}

function describe(value: Value): string {
  return value === null || value === undefined ? "null" : JSON.stringify(toText(value));
}

/** The methods of java.lang.String that templates use. Regular expressions are Java's. */
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
  // Java's trim removes every control character, JavaScript's also other spaces.
  ["trim/0", (text) => text.replace(/^[\0- ]+/, "").replace(/[\0- ]+$/, "")],
]);

function substring(text: string, start: number, end: number): string {
  checkIndex(end, text.length);
  return text.slice(checkIndex(start, end), end);
}

function compareTo(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Splits as Java does: without a limit, trailing empty texts are left out. */
function split(text: string, pattern: string, limit: number): JavaList {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(javaPattern(pattern, "all"))) {
    if (limit > 0 && parts.length === limit - 1) {
      break;
    }
    const end = match.index + match[0].length;
    // An empty match at the start does not create an empty first part.
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

/** The methods of java.util.List. */
export const listMethods: Methods<JavaList> = new Map<
  string,
  (list: JavaList, args: readonly Value[]) => Value
>([
  ["add/1", ({ items }, [item]) => items.push(item) > 0],
  [
    "add/2",
    ({ items }, args) => {
      items.splice(checkIndex(integerArgument(args, 0), items.length), 0, args[1]);
      return null;
    },
  ],
  ["addAll/1", ({ items }, [others]) => items.push(...itemsOf(others)) > 0],
  [
    "clear/0",
    ({ items }) => {
      items.length = 0;
      return null;
    },
  ],
  ["contains/1", ({ items }, [item]) => indexOf(items, item) >= 0],
  [
    "containsAll/1",
    ({ items }, [others]) => itemsOf(others).every((item) => indexOf(items, item) >= 0),
  ],
  ["get/1", (list, args) => itemAt(list, integerArgument(args, 0))],
  ["indexOf/1", ({ items }, [item]) => indexOf(items, item)],
  ["isEmpty/0", ({ items }) => items.length === 0],
  [
    "remove/1",
    ({ items }, args) => {
      const [item] = args;
      if (typeof item === "number") {
        return items.splice(checkIndex(item, items.length - 1), 1)[0];
      }
      const index = indexOf(items, item);
      return index >= 0 && items.splice(index, 1).length > 0;
    },
  ],
  ["set/2", (list, args) => replaceAt(list, integerArgument(args, 0), args[1])],
  ["size/0", ({ items }) => items.length],
  [
    "subList/2",
    ({ items, isJson }, args) => {
      const end = checkIndex(integerArgument(args, 1), items.length);
      return new JavaList(items.slice(checkIndex(integerArgument(args, 0), end), end), isJson);
    },
  ],
]);

/** The methods of java.util.Map. Keys are texts. */
export const mapMethods: Methods<JavaMap> = new Map<
  string,
  (map: JavaMap, args: readonly Value[]) => Value
>([
  ["clear/0", (map) => map.clear() ?? null],
  ["containsKey/1", (map, [key]) => map.has(toText(key))],
  ["containsValue/1", (map, [value]) => indexOf([...map.values()], value) >= 0],
  ["entrySet/0", (map) => new JavaList(Array.from(map, ([key, item]) => new MapEntry(key, item)))],
  ["get/1", (map, [key]) => map.get(toText(key)) ?? null],
  ["getOrDefault/2", (map, [key, other]) => (map.has(toText(key)) ? map.get(toText(key)) : other)],
  ["isEmpty/0", (map) => map.size === 0],
  ["keySet/0", (map) => new JavaList([...map.keys()])],
  ["put/2", (map, [key, item]) => exchange(map, toText(key), item)],
  [
    "putAll/1",
    (map, [others]) => {
      for (const [key, item] of others instanceof Map ? [...others] : []) {
        map.set(key, item);
      }
      return null;
    },
  ],
  [
    "remove/1",
    (map, [key]) => {
      const previous = map.get(toText(key)) ?? null;
      map.delete(toText(key));
      return previous;
    },
  ],
  ["size/0", (map) => map.size],
  ["values/0", (map) => new JavaList([...map.values()])],
]);

export const entryMethods: Methods<MapEntry> = new Map([
  ["getKey/0", (entry: MapEntry): Value => entry.key],
  ["getValue/0", (entry: MapEntry): Value => entry.value ?? null],
]);

/** @throws TemplateError for an index out of bounds */
export function itemAt({ items }: JavaList, index: number): Value {
  return items[checkIndex(index, items.length - 1)] ?? null;
}

/** @returns the previous item */
function replaceAt({ items }: JavaList, index: number, item: Value): Value {
  return items.splice(checkIndex(index, items.length - 1), 1, item)[0] ?? null;
}

function exchange(map: JavaMap, key: string, item: Value): Value {
  const previous = map.get(key) ?? null;
  map.set(key, item ?? null);
  return previous;
}

function indexOf(items: readonly Value[], wanted: Value): number {
  return items.findIndex((item) => typeof item === typeof wanted && areEqual(item, wanted));
}

function itemsOf(value: Value): readonly Value[] {
  if (value instanceof JavaList) {
    return [...value.items];
  }
  throw new TemplateError("addAll and containsAll need a list.");
}
