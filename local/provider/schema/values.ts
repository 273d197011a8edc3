import type { Shape } from "./schemaNode.ts";
import { isObject } from "./unknown.ts";

/** A step of a path in a document: a property's name, or an index of a list. */
export type Step = string | number;

/** A member's path in Pulumi's notation, such as `ingresses[0].protocol` or `tags["a.b"]`. */
export function member(of: string, step: Step): string {
  if (typeof step === "number") return `${of}[${step}]`;
  if (!/^[\w$-]+$/.test(step)) return `${of}["${step}"]`;
  return of === "" ? step : `${of}.${step}`;
}

/** A document's path as the key of a map. */
export const pathKey = (path: readonly Step[]): string => path.join("\0");

/** CloudFormation's names without indices, such as `GlobalSecondaryIndexes.IndexName`. */
export const withoutIndices = (path: readonly Step[]): string =>
  path.filter((step) => typeof step === "string").join(".");

/** Sets a value in a document, and creates the objects and lists on the way to it. */
export function setAt(document: unknown, path: readonly Step[], value: unknown): void {
  let container = document as Record<Step, unknown>;
  for (const [index, step] of path.slice(0, -1).entries()) {
    container[step] ??= typeof path[index + 1] === "number" ? [] : {};
    container = container[step] as Record<Step, unknown>;
  }
  container[path.at(-1)!] = value;
}

/** Identifies a value among Pulumi's inputs. */
export interface Source {
  /** Path of the property. */
  readonly property: string;
  /** The path without indices, from the root of the mapping. */
  readonly key: string;
}

/** A member of an object. */
export interface Member {
  readonly name: string;
  readonly value: unknown;
  /** Pulumi's path of it. */
  readonly property: string;
}

/** @param property - path of the object */
export const members = (value: object, property: string): Member[] =>
  Object.entries(value).map(([name, one]: [string, unknown]) => ({
    name,
    value: one,
    property: member(property, name),
  }));

/**
 * Expands an object whose members have many values into objects with one value each.
 *
 * @param many - names of the members that are lists or flags
 */
export function expand(
  value: object,
  property: string,
  many: readonly string[],
): readonly Member[][] {
  const all = members(value, property);
  const common = all.filter(({ name }) => !many.includes(name));
  const single = all.filter(({ name }) => many.includes(name)).flatMap(valuesOf);
  return single.length === 0 ? [common] : single.map((one) => [...common, one]);
}

function valuesOf({ name, value, property }: Member): Member[] {
  if (value === undefined || value === null || value === false) return [];
  if (!Array.isArray(value)) return [{ name, value, property }];
  return value.map((one: unknown, index) => ({
    name,
    value: one,
    property: member(property, index),
  }));
}

/** The single values in a value. An empty list or object counts as one. */
export function leavesOf(value: unknown, source: Source): (Source & { readonly value: unknown })[] {
  const { property, key } = source;
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) =>
      leavesOf(item, { property: member(property, index), key }),
    );
  }
  if (!isObject(value) || Object.keys(value).length === 0) return [{ ...source, value }];
  return members(value, property).flatMap(({ name, value: one, property: path }) =>
    leavesOf(one, { property: path, key: key === "" ? name : `${key}.${name}` }),
  );
}

/** Converts a value to the schema's type: Pulumi has strings for some numbers, and the reverse. */
export function coerce(value: unknown, { types }: Shape): unknown {
  const allowsNumbers = types.has("integer") || types.has("number");
  if (typeof value === "string" && !types.has("string")) {
    if (types.has("boolean") && /^(?:true|false)$/.test(value)) return value === "true";
    const number = value.trim() === "" ? NaN : Number(value);
    return allowsNumbers && Number.isFinite(number) ? number : value;
  }
  const isOtherType =
    (typeof value === "number" && !allowsNumbers) ||
    (typeof value === "boolean" && !types.has("boolean"));
  return isOtherType && types.has("string") ? String(value) : value;
}
