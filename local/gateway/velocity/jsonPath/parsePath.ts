import { parsePermissiveJson } from "../permissiveJson.ts";
import { Cursor } from "./cursor.ts";
import { parseFilter } from "./parseFilter.ts";
import { createPath, InvalidPathError, type Parameter, type Path, type Token } from "./path.ts";

/**
 * Parses a path in the grammar of Jayway's JsonPath 2.4. A text without `$` is a name below the root.
 *
 * @throws InvalidPathError
 */
export function parsePath(text: string): Path {
  const trimmed = text.replace(/ +$/, "");
  const cursor = new Cursor(/^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`, parsePath);
  const isRoot = cursor.peek() === "$";
  cursor.at++;
  if (!cursor.isAtEnd && !/[.[]/.test(cursor.peek())) throw cursor.error(". or [ is expected");
  const tokens: Token[] = [];
  while (!cursor.isAtEnd) readTokens(cursor, tokens);
  return createPath(isRoot, tokens);
}

function readTokens(cursor: Cursor, tokens: Token[]): void {
  if (cursor.peek() === "[") {
    tokens.push(readBracket(cursor));
    return;
  }
  if (cursor.peek() === ".") {
    cursor.at++;
    if (cursor.peek() === ".") {
      tokens.push({ kind: "scan" });
      cursor.at++;
    }
    if (cursor.peek() === "[") return;
    if (cursor.isAtEnd || cursor.peek() === ".") throw cursor.error("a name is expected");
  }
  tokens.push(readName(cursor));
}

function readName(cursor: Cursor): Token {
  if (cursor.peek() === "*") {
    cursor.at++;
    return { kind: "wildcard" };
  }
  const name = cursor.match(/[^.[( ]+/y)?.[0];
  if (name === undefined || cursor.peek() === " ") {
    throw cursor.error("names with blanks stand in brackets and quotes, others are expected");
  }
  if (cursor.peek() !== "(") return { kind: "names", names: [name] };
  return { kind: "function", name, parameters: readParameters(cursor) };
}

/** Jayway takes a single character between the brackets as nothing. */
function readParameters(cursor: Cursor): Parameter[] {
  if (cursor.match(/\((?:[^]?)\)/y) !== null) return [];
  const text = cursor.bracketed("(", ")");
  const parameters = new Cursor(text, parsePath, 1);
  const read: Parameter[] = [];
  do {
    read.push(readParameter(parameters));
  } while (parameters.takes(","));
  parameters.expect(")");
  return read;
}

function readParameter(cursor: Cursor): Parameter {
  const here = cursor.skipBlanks().peek();
  if (here === "$" || here === "@") {
    const path = cursor.match(/(?:\[[^\]]*\]|\([^)]*\)|[^,)[(])+/y)?.[0] ?? "";
    return { path: parsePath(path) };
  }
  if (here === '"') return { value: cursor.quoted() };
  const text =
    here === "{"
      ? cursor.bracketed("{", "}")
      : cursor.match(/-?\d+(?:\.\d+)?|true|false|null/y)?.[0];
  if (text === undefined) {
    throw cursor.error('a number, a text in ", an object or a path is expected');
  }
  return { value: parsePermissiveJson(text) };
}

function readBracket(cursor: Cursor): Token {
  const start = cursor.at++;
  const here = cursor.skipBlanks().peek();
  switch (here) {
    case "'":
    case '"':
      return { kind: "names", names: readNames(cursor) };
    case "*":
      cursor.at++;
      cursor.expect("]");
      return { kind: "wildcard" };
    case "?": {
      cursor.at++;
      cursor.expect("(");
      const test = parseFilter(cursor);
      cursor.expect(")");
      cursor.expect("]");
      return { kind: "filter", test };
    }
    default:
      cursor.at = start;
      return readIndexes(cursor);
  }
}

function readNames(cursor: Cursor): string[] {
  const names: string[] = [];
  do {
    cursor.skipBlanks();
    names.push(cursor.quoted());
  } while (cursor.takes(","));
  cursor.expect("]");
  return names;
}

/** Reads `[0]`, `[0,2]` or `[1:3]`; a step after a second colon does not count. */
function readIndexes(cursor: Cursor): Token {
  const [, text = ""] = cursor.match(/\[ *([-\d:, ]+?) *\]/y) ?? [];
  if (text.includes(":")) {
    const slice = /^(-?\d+)?:(-?\d+)?(?::-?\d*)?$/.exec(text);
    const [, from, to] = slice ?? [];
    if (from === undefined && to === undefined) throw cursor.error("a slice as 1:3 is expected");
    return {
      kind: "slice",
      from: from === undefined ? from : toIndex(from),
      to: to === undefined ? to : toIndex(to),
    };
  }
  return { kind: "indexes", indexes: text.split(",").map((index) => toIndex(index.trim())) };
}

function toIndex(text: string): number {
  const index = Number(text);
  if (!/^-?\d+$/.test(text) || Math.abs(index) > 0x7fffffff) {
    throw new InvalidPathError(`${JSON.stringify(text)} is not a valid index of a JSONPath.`);
  }
  return index;
}
