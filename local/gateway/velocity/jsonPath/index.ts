import { parsePayload } from "../json.ts";
import { JavaList, toJson, toText, type Value } from "../values.ts";
import { evaluate } from "./evaluate.ts";
import { parsePath } from "./parsePath.ts";
import { type Path, PathNotFoundError } from "./path.ts";

type Read = (root: Value) => Value;

const compiled = new Map<string, Read>();

/**
 * Compiles a JSONPath as Jayway's library has it: a definite path reads its value, undefined if it is
 * missing; an indefinite path reads a list.
 *
 * @throws TemplateError for an invalid path
 */
export function compilePath(text: string): Read {
  let read = compiled.get(text);
  if (read === undefined) {
    // Paths are nearly always literals in templates, so few are in use.
    if (compiled.size > 1000) {
      compiled.clear();
    }
    const path = parsePath(text);
    read = nameOrIndexPath(path) ?? ((root) => evaluateFromRoot(path, root));
    compiled.set(text, read);
  }
  return read;
}

function evaluateFromRoot(path: Path, root: Value): Value {
  try {
    return evaluate(path, root, { root, isStrict: false, steps: { taken: 0 } });
  } catch (error) {
    if (error instanceof PathNotFoundError) return undefined;
    throw error;
  }
}

/** Reads a path of single names and indexes, as most are, without exceptions for what is missing. */
function nameOrIndexPath({ tokens }: Path): Read | undefined {
  const steps = tokens.map((token) => {
    if (token.kind === "names" && token.names.length === 1) return token.names[0];
    return token.kind === "indexes" && token.indexes.length === 1 ? token.indexes[0] : undefined;
  });
  return steps.includes(undefined)
    ? undefined
    : (root) => follow(root, steps as (string | number)[]);
}

function follow(root: Value, steps: readonly (string | number)[]): Value {
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
      root = parsePayload(body);
    } catch {
      return undefined;
    }
    const value = read(root) ?? undefined;
    const isCollection = value instanceof Map || value instanceof JavaList;
    return value === undefined ? undefined : isCollection ? toJson(value) : toText(value);
  };
}

/** Reads an integer at the top of a JSON text, such as `{statusCode: 200}`; undefined for anything else. */
export function readInteger(text: string, name: string): number | undefined {
  try {
    const root = parsePayload(text);
    const value = root instanceof Map ? root.get(name) : undefined;
    return Number.isInteger(value) ? (value as number) : undefined;
  } catch {
    return undefined;
  }
}

/** True for a text that a JSONPath can read, which most texts are, but not for `{"a`. */
export function isReadable(text: string): boolean {
  try {
    parsePayload(text);
    return true;
  } catch {
    return false;
  }
}
