import type { Properties } from "../../graph/resource.ts";

/** Reads the value at a path. Exported stacks have null for properties that the program did not set. */
export function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const name of path) found = (one(found) as Properties | null | undefined)?.[name];
  return found;
}

export const list = (value: unknown): Properties[] =>
  Array.isArray(value) ? [...(value as Properties[])] : [];

/** The provider writes some blocks that occur once as a list. */
export const one = (value: unknown): unknown =>
  Array.isArray(value) && value.length <= 1 && typeof value[0] !== "string"
    ? (value as unknown[])[0]
    : value;

export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : [];
