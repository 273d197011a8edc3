import { TemplateError } from "../template.ts";
import { JavaList, type Value } from "../values.ts";
import { callFunction } from "./functions.ts";
import {
  InvalidPathError,
  type Path,
  PathNotFoundError,
  type Run,
  type Test,
  type Token,
} from "./path.ts";

/** A payload of 10 MB has fewer values; a path such as `$..*..*..*` would visit them again and again. */
const maximumSteps = 5_000_000;

/**
 * Evaluates a path as Jayway's JsonPath 2.4 does. Its oddities are kept, as templates were written against
 * them.
 *
 * @throws PathNotFoundError when a definite path leads nowhere
 * @throws InvalidPathError | TemplateError when the path does not fit the value
 */
export function evaluate(path: Path, item: Value, outer: Omit<Run, "results">): Value {
  const run: Run = { ...outer, results: [] };
  step(path, 0, item, run);
  if (!path.isDefinite) return new JavaList(run.results, true);
  if (run.results.length === 0) throw new PathNotFoundError("The path leads nowhere.");
  return run.results.at(-1);
}

/** Applies the tokens from `at` on to a value. */
function step(path: Path, at: number, value: Value, run: Run): void {
  if (++run.steps.taken > maximumSteps) {
    throw new TemplateError(`A JSONPath took more than ${maximumSteps} steps.`);
  }
  const token = path.tokens[at];
  switch (token?.kind) {
    case undefined:
      run.results.push(value);
      return;
    case "names":
      stepByNames(path, at, token.names, value, run);
      return;
    case "indexes":
    case "slice":
      stepByIndexes(path, at, token, value, run);
      return;
    case "wildcard":
      stepToAll(path, at, value, run);
      return;
    case "filter":
      stepByFilter(path, at, token, value, run);
      return;
    case "scan":
      scan(path, at + 1, value, run);
      return;
    case "function": {
      const readPath = (parameter: Path): Value => evaluate(parameter, run.root, run);
      const result = callFunction(token.name, value, token.parameters, readPath);
      if (at + 1 < path.tokens.length) run.results.push(result);
      step(path, at + 1, result, run);
    }
  }
}

function stepByNames(
  path: Path,
  at: number,
  names: readonly string[],
  value: Value,
  run: Run,
): void {
  if (!(value instanceof Map)) {
    if (path.isDefiniteUpTo[at]) throw new PathNotFoundError("There is no object to read.");
    return;
  }
  const isLast = at === path.tokens.length - 1;
  if (isLast && names.length > 1) {
    if (run.isStrict && !names.every((name) => value.has(name))) throw missing(names);
    const found = names.filter((name) => value.has(name));
    run.results.push(new Map(found.map((name) => [name, value.get(name)])));
    return;
  }
  for (const name of names) {
    if (value.has(name)) step(path, at + 1, value.get(name), run);
    else if (run.isStrict || (!isLast && path.isDefiniteUpTo[at + 1])) throw missing([name]);
  }
}

function missing(names: readonly string[]): PathNotFoundError {
  return new PathNotFoundError(`A property of ${JSON.stringify(names)} is missing.`);
}

function stepByIndexes(
  path: Path,
  at: number,
  token: Token & { kind: "indexes" | "slice" },
  value: Value,
  run: Run,
): void {
  if (!(value instanceof JavaList)) {
    if (path.isDefiniteUpTo[at]) throw new PathNotFoundError("There is no list to read.");
    return;
  }
  const { items } = value;
  const indexes = token.kind === "indexes" ? token.indexes : slice(token, items.length);
  for (const index of indexes) {
    const position = index < 0 ? items.length + index : index;
    if (position >= 0 && position < items.length) step(path, at + 1, items[position], run);
  }
}

/** A start before the list's own, with an end, reads items from the end first. */
function slice({ from, to }: Token & { kind: "slice" }, length: number): number[] {
  let start = from ?? 0;
  if (to === undefined && start < 0) start = Math.max(0, length + start);
  let end = to ?? length;
  if (from === undefined && end < 0) end += length;
  const first = Math.max(start, -length);
  return Array.from({ length: Math.max(0, Math.min(end, length) - first) }, (_, n) => first + n);
}

function stepToAll(path: Path, at: number, value: Value, run: Run): void {
  for (const item of itemsOf(value)) {
    try {
      step(path, at + 1, item, run);
    } catch (error) {
      if (run.isStrict || !(error instanceof PathNotFoundError)) throw error;
    }
  }
}

function stepByFilter(
  path: Path,
  at: number,
  { test }: Token & { kind: "filter" },
  value: Value,
  run: Run,
): void {
  if (value instanceof Map) {
    if (accepts(test, value, run)) step(path, at + 1, value, run);
  } else if (value instanceof JavaList) {
    for (const item of value.items) {
      if (accepts(test, item, run)) step(path, at + 1, item, run);
    }
  } else if (path.isDefiniteUpTo[at]) {
    throw new InvalidPathError("A filter needs a list or an object.");
  }
}

function accepts(test: Test, item: Value, run: Run): boolean {
  try {
    return test(item, run);
  } catch (error) {
    if (error instanceof InvalidPathError) return false;
    throw error;
  }
}

/** Applies the token after `..` to a value and everything below it. */
function scan(path: Path, at: number, value: Value, run: Run): void {
  if (++run.steps.taken > maximumSteps) {
    throw new TemplateError(`A JSONPath took more than ${maximumSteps} steps.`);
  }
  if (!(value instanceof Map || value instanceof JavaList)) return;
  const isLast = at === path.tokens.length - 1;
  if (isScanned(path.tokens[at]!, isLast, value, run)) {
    if (value instanceof Map || isLast) step(path, at, value, run);
    // Within a list, the token after `..` counts for every item.
    else for (const item of value.items) step(path, at + 1, item, run);
  }
  for (const item of itemsOf(value)) scan(path, at, item, run);
}

function isScanned(token: Token, isLast: boolean, value: Value, run: Run): boolean {
  switch (token.kind) {
    case "names":
      return (
        value instanceof Map &&
        ((token.names.length > 1 && !isLast) || token.names.every((name) => value.has(name)))
      );
    case "indexes":
    case "slice":
      return value instanceof JavaList;
    case "filter":
      return accepts(token.test, value, run);
    default:
      return token.kind === "wildcard";
  }
}

function itemsOf(value: Value): Iterable<Value> {
  if (value instanceof JavaList) return value.items;
  return value instanceof Map ? value.values() : [];
}
