import { member } from "./paths.ts";
import { isObject } from "./unknown.ts";

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
