import { isDeepStrictEqual } from "node:util";
import { matchesFormat, matchesPattern } from "./formats.ts";
import type { Dereference, SchemaNode } from "./schemaNode.ts";
import { dependsOnUnknown, hasUnknown, isUnknown } from "./unknown.ts";
import type { Step } from "./values.ts";

/** A keyword that a value does not satisfy. */
export interface Violation {
  readonly keyword: string;
  /** The property's name, for `required` and `additionalProperties`. */
  readonly argument?: string;
  /** The node that has the keyword. */
  readonly schema: SchemaNode;
  readonly instance: unknown;
  readonly path: readonly Step[];
}

/** Draft-07 has booleans as schemas: `false` admits no value. */
const impossible: SchemaNode = { type: [] };

/** A value, the node that judges it, and where both are. */
interface Place {
  readonly instance: unknown;
  readonly schema: SchemaNode;
  readonly path: readonly Step[];
  readonly dereference: Dereference;
}

/** Whether a value satisfies a keyword; for keywords with schemas inside, what is wrong with the value. */
type Keyword = (place: Place) => boolean | Violation[];

/**
 * Checks a value against a schema in the dialect of the CloudFormation registry: JSON Schema
 * draft-07 with keywords of its own, and numbers that may be strings. No library knows the dialect,
 * or leaves open what is unknown yet, so it is evaluated here.
 *
 * @returns everything that is wrong, in the schema's order; nothing that depends on an unknown value
 */
export function evaluate(
  instance: unknown,
  given: SchemaNode | boolean,
  dereference: Dereference,
  path: readonly Step[] = [],
): Violation[] {
  if (instance === undefined || isUnknown(instance) || given === true) return [];
  const schema = given === false ? impossible : given;
  const place = { instance, schema, path, dereference };
  const found: Violation[] = [];
  for (const name in schema) {
    const result = keywords.get(name)?.(place) ?? true;
    if (result === true) continue;
    if (result === false) found.push({ keyword: name, schema, instance, path });
    else found.push(...result);
  }
  return found;
}

type Names = readonly string[];
type NamesByName = Readonly<Record<string, Names>>;
type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const holds = ({ instance, dereference }: Place, schema: SchemaNode): boolean =>
  evaluate(instance, schema, dereference).length === 0;

const inside = ({ dereference, path }: Place, value: unknown, step: Step, schema: SchemaNode) =>
  evaluate(value, schema, dereference, [...path, step]);

// Each family of keywords passes over values of other types, as JSON Schema says.

const ofString =
  (satisfies: (text: string, schema: SchemaNode) => boolean): Keyword =>
  ({ instance, schema }) =>
    typeof instance !== "string" || satisfies(instance, schema);

/** CloudFormation takes numbers as strings, too. */
const ofNumber =
  (keyword: string, satisfies: (value: number, limit: number) => boolean): Keyword =>
  ({ instance, schema }) => {
    const isNumeric = typeof instance === "string" && /^-?\d+(?:\.\d+)?$/.test(instance);
    if (!isNumeric && typeof instance !== "number") return true;
    return satisfies(Number(instance), schema[keyword] as number);
  };

const ofArray =
  (satisfies: (items: readonly unknown[], schema: SchemaNode, at: Place) => boolean): Keyword =>
  (place) =>
    !Array.isArray(place.instance) || satisfies(place.instance, place.schema, place);

const ofObject =
  (satisfies: (values: Values, schema: SchemaNode, at: Place) => boolean): Keyword =>
  (place) =>
    !isObject(place.instance) || satisfies(place.instance, place.schema, place);

/** A keyword that compares all of a value, which nobody can while a part of it is unknown. */
const comparing =
  (satisfies: Keyword): Keyword =>
  (place) =>
    hasUnknown(place.instance) || satisfies(place);

/** A keyword that chooses between schemas, which nobody can where they look at something unknown. */
const choosing =
  (keyword: string, choose: (place: Place) => boolean | Violation[]): Keyword =>
  (place) =>
    dependsOnUnknown(place.instance, place.schema[keyword]) || choose(place);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  object: isObject,
  string: (value) => typeof value === "string",
};

const lengthOf = (text: string): number => [...text].length;
const countOf = (values: Values, names: unknown): number =>
  (names as Names).filter((name) => name in values).length;
const hasNoTwins = (values: readonly unknown[]): boolean =>
  values.every(
    (value, index) => values.findIndex((other) => isDeepStrictEqual(other, value)) === index,
  );

/** Properties that no keyword of the node names. */
function additional(values: Values, { properties = {}, patternProperties = {} }: SchemaNode) {
  const patterns = Object.keys(patternProperties);
  return Object.keys(values).filter(
    (name) =>
      !Object.hasOwn(properties, name) && !patterns.some((one) => matchesPattern(one, name)),
  );
}

const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    "type",
    ({ instance, schema }) => [schema.type ?? []].flat().some((name) => types[name]?.(instance)),
  ],
  [
    "enum",
    comparing(({ instance, schema }) =>
      (schema["enum"] as readonly unknown[]).some(
        // Some rules of cfn-lint list numbers for what is a string.
        (value) => isDeepStrictEqual(value, instance) || String(value) === String(instance),
      ),
    ),
  ],
  [
    "enumCaseInsensitive",
    ({ instance, schema }) =>
      (schema["enumCaseInsensitive"] as Names).includes(String(instance).toLowerCase()),
  ],
  ["const", comparing(({ instance, schema }) => isDeepStrictEqual(schema["const"], instance))],

  ["minLength", ofString((text, { minLength }) => lengthOf(text) >= Number(minLength))],
  ["maxLength", ofString((text, { maxLength }) => lengthOf(text) <= Number(maxLength))],
  ["pattern", ofString((text, { pattern }) => matchesPattern(String(pattern), text))],
  ["format", ofString((text, { format }) => matchesFormat(format!, text))],

  ["minimum", ofNumber("minimum", (value, limit) => value >= limit)],
  ["maximum", ofNumber("maximum", (value, limit) => value <= limit)],
  ["exclusiveMinimum", ofNumber("exclusiveMinimum", (value, limit) => value > limit)],
  ["exclusiveMaximum", ofNumber("exclusiveMaximum", (value, limit) => value < limit)],
  ["multipleOf", ofNumber("multipleOf", (value, limit) => Number.isInteger(value / limit))],

  ["minItems", ofArray((items, { minItems }) => items.length >= Number(minItems))],
  ["maxItems", ofArray((items, { maxItems }) => items.length <= Number(maxItems))],
  [
    "uniqueItems",
    comparing(ofArray((items, { uniqueItems }) => uniqueItems !== true || hasNoTwins(items))),
  ],
  [
    "uniqueKeys",
    comparing(
      ofArray((items, { uniqueKeys }) => {
        const keys = items.map((item) => (uniqueKeys as Names).map((key) => (item as Values)[key]));
        return hasNoTwins(keys.filter((key) => key.every((part) => part !== undefined)));
      }),
    ),
  ],
  [
    "items",
    (place) =>
      !Array.isArray(place.instance) ||
      place.instance.flatMap((item, index) => inside(place, item, index, place.schema.items!)),
  ],
  [
    "prefixItems",
    comparing(
      ofArray((items, { prefixItems }, place) =>
        (prefixItems as readonly SchemaNode[]).every((schema, index) =>
          holds({ ...place, instance: items[index] }, schema),
        ),
      ),
    ),
  ],
  [
    "contains",
    comparing(
      ofArray((items, { contains }, place) =>
        items.some((instance) => holds({ ...place, instance }, contains as SchemaNode)),
      ),
    ),
  ],

  [
    "minProperties",
    ofObject((values, s) => Object.keys(values).length >= Number(s["minProperties"])),
  ],
  [
    "maxProperties",
    ofObject((values, s) => Object.keys(values).length <= Number(s["maxProperties"])),
  ],
  [
    "required",
    ({ instance, schema, path }) =>
      !isObject(instance) ||
      (schema["required"] as Names)
        .filter((name) => instance[name] === undefined)
        .map((argument) => ({ keyword: "required", argument, schema, instance, path })),
  ],
  ["requiredXor", ofObject((values, { requiredXor }) => countOf(values, requiredXor) === 1)],
  ["requiredOr", ofObject((values, { requiredOr }) => countOf(values, requiredOr) > 0)],
  [
    "dependentRequired",
    ofObject((values, { dependentRequired }) =>
      Object.entries(dependentRequired as NamesByName).every(
        ([name, others]) => !(name in values) || countOf(values, others) === others.length,
      ),
    ),
  ],
  [
    "dependentExcluded",
    ofObject((values, { dependentExcluded }) =>
      Object.entries(dependentExcluded as NamesByName).every(
        ([name, others]) => !(name in values) || countOf(values, others) === 0,
      ),
    ),
  ],
  [
    "properties",
    (place) => {
      const { instance, schema } = place;
      // Types have a hundred times as many properties as anybody sets, so begin with the value's.
      if (!isObject(instance)) return true;
      const { properties = {} } = schema;
      return Object.keys(instance)
        .filter((name) => Object.hasOwn(properties, name))
        .flatMap((name) => inside(place, instance[name], name, properties[name]!));
    },
  ],
  [
    "patternProperties",
    (place) => {
      const { instance, schema } = place;
      if (!isObject(instance)) return true;
      return Object.entries(schema.patternProperties ?? {}).flatMap(([pattern, one]) =>
        Object.keys(instance)
          .filter((name) => matchesPattern(pattern, name))
          .flatMap((name) => inside(place, instance[name], name, one)),
      );
    },
  ],
  [
    "additionalProperties",
    (place) => {
      const { instance, schema, path } = place;
      const rule = schema["additionalProperties"] as boolean | SchemaNode;
      if (!isObject(instance) || rule === true) return true;
      return additional(instance, schema).flatMap((name): Violation[] =>
        rule === false
          ? [{ keyword: "additionalProperties", argument: name, schema, instance, path }]
          : inside(place, instance[name], name, rule),
      );
    },
  ],
  [
    "propertyNames",
    ({ instance, schema, path, dereference }) =>
      !isObject(instance) ||
      Object.keys(instance).flatMap((name) =>
        evaluate(name, schema["propertyNames"] as SchemaNode, dereference, path),
      ),
  ],

  [
    "$ref",
    ({ instance, schema, path, dereference }) =>
      evaluate(instance, dereference(schema.$ref!), dereference, path),
  ],
  [
    "allOf",
    ({ instance, schema, path, dereference }) =>
      schema.allOf!.flatMap((one) => evaluate(instance, one, dereference, path)),
  ],
  ["anyOf", choosing("anyOf", (place) => place.schema.anyOf!.some((one) => holds(place, one)))],
  [
    "oneOf",
    choosing(
      "oneOf",
      (place) => place.schema.oneOf!.filter((one) => holds(place, one)).length === 1,
    ),
  ],
  ["not", choosing("not", (place) => !holds(place, place.schema["not"] as SchemaNode))],
  [
    "if",
    choosing("if", (place) => {
      const { instance, schema, path, dereference } = place;
      const next = schema[holds(place, schema["if"] as SchemaNode) ? "then" : "else"];
      return next === undefined || evaluate(instance, next as SchemaNode, dereference, path);
    }),
  ],
]);
