import { compile, type JSONValue } from "json-p3";
import { parseJson } from "./json.ts";
import { TemplateError } from "./template.ts";
import { JavaList, toJson, toText, type Value } from "./values.ts";

/** The payload, both as values and as text. */
export interface Document {
  readonly root: Value;
  readonly text: string;
}

type Path = (document: Document) => Value;

const compiled = new Map<string, Path>();

/**
 * Compiles a JSONPath as Jayway's library does: a definite path reads its value, undefined if it is
 * missing; an indefinite path reads a list.
 *
 * @throws TemplateError for an invalid path
 */
export function compilePath(text: string): Path {
  let path = compiled.get(text);
  if (path === undefined) {
    // Paths are nearly always literals in templates, so few are in use.
    if (compiled.size > 1000) {
      compiled.clear();
    }
    path = simplePath(text) ?? queryPath(text);
    compiled.set(text, path);
  }
  return path;
}

type Step = string | number;

const wholeSimplePath = /^\$(?:\.[^\s.[\](){}*?@'",:]+|\[(?:-?\d+|'[^'\\]*'|"[^"\\]*")\])*$/;
const simpleStep = /\.([^\s.[\]]+)|\[(-?\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/g;

/** Compiles a path of names and indexes only, as most are; names may contain hyphens, as in Jayway's. */
function simplePath(text: string): Path | undefined {
  const path = text.startsWith("$") ? text : `$.${text}`;
  if (!wholeSimplePath.test(path)) {
    return undefined;
  }
  const steps = Array.from(path.matchAll(simpleStep), ([, name, index, single, double]): Step =>
    index === undefined ? (name ?? single ?? double ?? "") : Number(index),
  );
  return ({ root }) => follow(root, steps);
}

function follow(root: Value, steps: readonly Step[]): Value {
  let value = root;
  for (const step of steps) {
    if (typeof step === "string" && value instanceof Map) {
      value = value.get(step);
    } else if (typeof step === "number" && value instanceof JavaList) {
      value = value.items.at(step);
    } else {
      return undefined;
    }
  }
  return value;
}

/** Runs any other path on plain data, and looks up the found places in the template's values. */
function queryPath(text: string): Path {
  const query = orTemplateError(text, () => compile(text));
  return ({ root, text: payload }) => {
    const nodes = orTemplateError(text, () => query.query(JSON.parse(payload) as JSONValue));
    const items = Array.from(nodes, ({ location }) => follow(root, location) ?? null);
    return new JavaList(items, true);
  };
}

function orTemplateError<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new TemplateError(
      `The JSONPath ${JSON.stringify(path)} is not valid: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

/**
 * Compiles a path into a JSON body, as in parameter mappings: `orders[0].id`.
 *
 * @returns a function that reads the value as text; undefined for a missing or null value or invalid JSON
 */
export function compileBodyPath(path: string): (body: string) => string | undefined {
  const read = compilePath(`$.${path}`);
  return (body) => {
    let root;
    try {
      root = parseJson(body);
    } catch {
      return undefined;
    }
    const value = read({ root, text: body }) ?? undefined;
    const isCollection = value instanceof Map || value instanceof JavaList;
    return value === undefined ? undefined : isCollection ? toJson(value) : toText(value);
  };
}
