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
 * JSONPath as Jayway's library understands it: a definite path gives its value, undefined where there
 * is none; a path that can match several places gives a list.
 *
 * @throws TemplateError for a path that cannot be read
 */
export function compilePath(text: string): Path {
  let path = compiled.get(text);
  if (path === undefined) {
    // Paths nearly always stand in the template, so few are needed at any time.
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

/** Names and indexes only, which is nearly every path; names may have hyphens, as in Jayway's. */
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

/** Anything else is asked of plain data; the places found are then looked up in our values. */
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
      `The JSONPath ${JSON.stringify(path)} cannot be used: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

/**
 * Prepares a path into a JSON body, as parameter mappings write it: `orders[0].id`.
 *
 * @returns what reads the value as text; undefined for what is missing, null, or no JSON at all
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
