/** A character without meaning, which is removed once the template is parsed. */
const separator = "\u0001";

export const withoutSeparators = (text: string): string => text.replaceAll(separator, "");

/**
 * Inserts separators where velocityjs would parse text as part of a reference, unlike Velocity: behind
 * references (`$list[of]`, `$comma{"a":1}`, `$name(x)`, `$user#$order`), into empty comments, and behind
 * a backslash that ends a literal (`"\\"`).
 */
export function separate(template: string): string {
  const places = findPlaces(template);
  const starts = [0, ...places];
  return starts.map((start, index) => template.slice(start, places[index])).join(separator);
}

const tokens =
  /(?<empty>#\*)\*#|#\*[^]*?\*#|##[^\n]*|#\[\[[^]*?\]\]#|(?<directive>#@?\w+[ ]*)\(|(?<reference>\$!?[a-zA-Z_][\w-]*)/g;
const index = /\[\s*(?:-?\d+\s*\]|["'$])/y;
const textBehind = /[{([]|#(?![\w{@#*[])|#\d/y;
const step = /\.[a-zA-Z_][\w-]*/y;
const literal = /"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'/y;

function findPlaces(template: string): number[] {
  const places: number[] = [];
  tokens.lastIndex = 0;
  for (;;) {
    const match = tokens.exec(template);
    if (match === null) {
      return places;
    }
    const { empty, directive, reference } = match.groups ?? {};
    const start = match.index;
    if (empty !== undefined) {
      places.push(start + empty.length);
    } else if (directive !== undefined) {
      const open = start + directive.length;
      tokens.lastIndex = endOfBrackets(template, open, places);
    } else if (reference !== undefined) {
      const end = endOfReference(template, start + reference.length, places);
      tokens.lastIndex = textBehind.lastIndex = end;
      if (textBehind.test(template)) {
        places.push(end);
      }
    }
  }
}

/** Returns the end of the names, methods and indexes that follow. */
function endOfReference(template: string, start: number, places: number[]): number {
  let at = start;
  for (;;) {
    step.lastIndex = index.lastIndex = at;
    const behindName = step.test(template) ? step.lastIndex : at;
    const hasBrackets = behindName > at ? template[behindName] === "(" : index.test(template);
    const end = hasBrackets ? endOfBrackets(template, behindName, places) : behindName;
    if (end === at) {
      return at;
    }
    at = end;
  }
}

/** Returns the position behind the closing bracket; the start if the bracket is not closed. */
function endOfBrackets(template: string, open: number, places: number[]): number {
  const found: number[] = [];
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    const character = template[at] ?? "";
    if ("([".includes(character)) {
      depth++;
    } else if (")]".includes(character)) {
      depth--;
      if (depth === 0) {
        places.push(...found);
        return at + 1;
      }
    } else if (`"'`.includes(character)) {
      literal.lastIndex = at;
      if (literal.test(template)) {
        at = literal.lastIndex - 1;
        if (template[at - 1] === "\\") {
          found.push(at);
        }
      }
    }
  }
  return open;
}
