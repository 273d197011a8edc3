import { javaPattern } from "../javaRegex.ts";
import { parsePermissiveJson } from "../permissiveJson.ts";
import { JavaDouble, integer, type Value } from "../values.ts";
import { Cursor } from "./cursor.ts";
import { evaluate } from "./evaluate.ts";
import { type Operand, operators, Pattern } from "./operators.ts";
import { InvalidPathError, type Path, PathNotFoundError, type Run, type Test } from "./path.ts";

/** Reads one side of a comparison. */
type ReadOperand = (item: Value, run: Run) => Operand;

/** Deeper conditions would exhaust the stack. */
const maximumDepth = 100;

/**
 * Parses the condition of a filter, up to the bracket that closes it: `||` of `&&` of `!`, brackets and
 * comparisons.
 *
 * @throws InvalidPathError
 */
export function parseFilter(cursor: Cursor, depth = 0): Test {
  const tests = [readAnd(cursor, depth)];
  while (cursor.takes("||")) tests.push(readAnd(cursor, depth));
  return tests.length === 1 ? tests[0]! : (item, run) => tests.some((test) => test(item, run));
}

function readAnd(cursor: Cursor, depth: number): Test {
  const tests = [readCondition(cursor, depth)];
  while (cursor.takes("&&")) tests.push(readCondition(cursor, depth));
  return tests.length === 1 ? tests[0]! : (item, run) => tests.every((test) => test(item, run));
}

function readCondition(cursor: Cursor, depth: number): Test {
  if (depth > maximumDepth) throw cursor.error("conditions are nested too deep");
  if (cursor.takes("!")) {
    const test = readCondition(cursor, depth + 1);
    return (item, run) => !test(item, run);
  }
  if (cursor.takes("(")) {
    const test = parseFilter(cursor, depth + 1);
    cursor.expect(")");
    return test;
  }
  return readComparison(cursor);
}

/** Reads a comparison; a path alone tests that it leads somewhere. */
function readComparison(cursor: Cursor): Test {
  const left = readOperand(cursor);
  const end = cursor.at;
  try {
    const compare = readOperator(cursor);
    const right = readOperand(cursor).read;
    return (item, run) => compare(left.read(item, run), right(item, run));
  } catch (error) {
    if (!(error instanceof InvalidPathError)) throw error;
    cursor.at = end;
  }
  const { path } = left;
  if (path === undefined) throw cursor.error("a comparison is expected");
  return (item, run) => exists(path, item, run);
}

/** Jayway reads a path from the root on the item here. */
function exists(path: Path, item: Value, run: Run): boolean {
  try {
    evaluate(path, item, { ...run, isStrict: true });
    return true;
  } catch (error) {
    if (error instanceof PathNotFoundError) return false;
    throw error;
  }
}

function readOperator(cursor: Cursor): (left: Operand, right: Operand) => boolean {
  const name = cursor.skipBlanks().match(/[<>=~!]+|[^ ]+/y)?.[0] ?? "";
  const compare = operators.get(name.toUpperCase());
  if (compare === undefined) throw cursor.error(`${JSON.stringify(name)} is no operator,`);
  return compare;
}

function readOperand(cursor: Cursor): { read: ReadOperand; path?: Path } {
  const here = cursor.skipBlanks().peek();
  if (here === "$" || here === "@") {
    const path = cursor.parsePath(readPathText(cursor));
    return { path, read: (item, run) => readPath(path, item, run) };
  }
  const literal = readLiteral(cursor, here);
  return { read: () => literal };
}

function readPath(path: Path, item: Value, run: Run): Operand {
  try {
    return evaluate(path, path.isRoot ? run.root : item, run) ?? null;
  } catch (error) {
    if (error instanceof PathNotFoundError) return undefined;
    throw error;
  }
}

/** A path ends at a blank, an operator or the bracket of its filter. */
function readPathText(cursor: Cursor): string {
  const start = cursor.at;
  while (!cursor.isAtEnd && !/[<>=~!) ]/.test(cursor.peek())) {
    if (cursor.peek() === "[") cursor.bracketed("[", "]");
    else if (cursor.peek() === "(") cursor.bracketed("(", ")");
    else cursor.at++;
  }
  return cursor.text.slice(start, cursor.at);
}

function readLiteral(cursor: Cursor, here: string): Operand {
  switch (here) {
    case "'":
    case '"':
      return cursor.quoted();
    case "[":
      return readJson(cursor.bracketed("[", "]"));
    case "{":
      return readJson(cursor.bracketed("{", "}"));
    case "/": {
      const [, pattern = "", flag = ""] = cursor.match(/\/((?:[^/\\]|\\[^])*)\/(i?)/y) ?? [];
      return new Pattern(javaPattern(`${flag && "(?i)"}(?:${pattern})`, "whole"));
    }
    default:
      return readWord(cursor);
  }
}

function readWord(cursor: Cursor): Operand {
  const word = cursor.match(/true|false|null|[-.\d]+/y)?.[0];
  switch (word) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    default:
      if (word === undefined || !/^-?(?:\d+\.?\d*|\.\d+)$/.test(word)) {
        throw cursor.error("a path or value is expected");
      }
      return word.includes(".") ? new JavaDouble(Number(word)) : integer(BigInt(word));
  }
}

function readJson(text: string): Value {
  try {
    return parsePermissiveJson(text);
  } catch (error) {
    throw new InvalidPathError(`${text} in a JSONPath is not JSON: ${(error as Error).message}.`);
  }
}
