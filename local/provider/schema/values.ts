import type { Shape } from "./schemaNode.ts";
import { isObject } from "./unknown.ts";

/** A step in a document: a property's name, or a place in a list. */
export type Step = string | number;

/** A member's path in Pulumi's notation, such as `ingresses[0].protocol` or `tags["a.b"]`. */
export function member(of: string, step: Step): string {
  if (typeof step === "number") return `${of}[${step}]`;
  if (!/^[\w$-]+$/.test(step)) return `${of}["${step}"]`;
  return of === "" ? step : `${of}.${step}`;
}

/** A document's place as a key. */
export const pointer = (steps: readonly Step[]): string => steps.join("\0");

/** Names of CloudFormation's without places in lists, such as `GlobalSecondaryIndexes.IndexName`. */
export const withoutIndices = (steps: readonly Step[]): string =>
  steps.filter((step) => typeof step === "string").join(".");

/** Puts a value into a document, with the objects and lists on the way to it. */
export function put(document: unknown, steps: readonly Step[], value: unknown): void {
  let container = document as Record<Step, unknown>;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    container[step] ??= typeof steps[index + 1] === "number" ? [] : {};
    container = container[step] as Record<Step, unknown>;
  }
  container[steps.at(-1)!] = value;
}

/** Where a value of Pulumi's is. */
export interface Source {
  /** Path of the property. */
  readonly property: string;
  /** The same without indices, from where the mapping begins. */
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
 * Objects with one value each, of an object that has many.
 *
 * @param many - names of the members that have many values, or are there or not
 */
export function spread(
  value: object,
  property: string,
  many: readonly string[],
): readonly Member[][] {
  const all = members(value, property);
  const common = all.filter(({ name }) => !many.includes(name));
  const single = all.filter(({ name }) => many.includes(name)).flatMap(separate);
  return single.length === 0 ? [common] : single.map((one) => [...common, one]);
}

function separate({ name, value, property }: Member): Member[] {
  if (value === undefined || value === null || value === false) return [];
  if (!Array.isArray(value)) return [{ name, value, property }];
  return value.map((one: unknown, index) => ({
    name,
    value: one,
    property: member(property, index),
  }));
}

/** The single values in a value; an empty list or object is one. */
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

/** A value as the schema types it: Pulumi has texts for some numbers, and numbers for some texts. */
export function coerce(value: unknown, { types }: Shape): unknown {
  const takesNumbers = types.has("integer") || types.has("number");
  if (typeof value === "string" && !types.has("string")) {
    if (types.has("boolean") && /^(?:true|false)$/.test(value)) return value === "true";
    const number = value.trim() === "" ? NaN : Number(value);
    return takesNumbers && Number.isFinite(number) ? number : value;
  }
  const isForeign =
    (typeof value === "number" && !takesNumbers) ||
    (typeof value === "boolean" && !types.has("boolean"));
  return isForeign && types.has("string") ? String(value) : value;
}
