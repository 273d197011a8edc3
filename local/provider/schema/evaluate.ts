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

/** Replaces the schema `false`, which allows no value. */
const impossible: SchemaNode = { type: [] };

/** A value and its path, with the schema node to check it against. */
interface Place {
  readonly instance: unknown;
  readonly schema: SchemaNode;
  readonly path: readonly Step[];
  readonly dereference: Dereference;
}

/** Returns whether a value satisfies a keyword or, for keywords that contain schemas, the violations. */
type Keyword = (place: Place) => boolean | Violation[];

/**
 * Checks a value against a schema in the dialect of the CloudFormation registry: JSON Schema
 * draft-07 with additional keywords, and numbers that may be strings. It is written here because no
 * library supports the dialect or skips unknown values.
 *
 * @returns all violations in the schema's order; none that depends on an unknown value
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

/** Violations of another schema by the same value. */
const by = ({ instance, path, dereference }: Place, schema: SchemaNode): Violation[] =>
  evaluate(instance, schema, dereference, path);

const holds = (place: Place, schema: SchemaNode): boolean => by(place, schema).length === 0;

/** Violations of a schema by a member or an item of the value. */
const inside = ({ dereference, path }: Place, value: unknown, step: Step, schema: SchemaNode) =>
  evaluate(value, schema, dereference, [...path, step]);

// As JSON Schema specifies, each kind of keyword accepts values of other types.

const ofString =
  (satisfies: (text: string, schema: SchemaNode) => boolean): Keyword =>
  ({ instance, schema }) =>
    typeof instance !== "string" || satisfies(instance, schema);

/** CloudFormation accepts numbers as strings too. */
const ofNumber =
  (keyword: string, satisfies: (value: number, limit: number) => boolean): Keyword =>
  ({ instance, schema }) => {
    const isNumeric = typeof instance === "string" && /^-?\d+(?:\.\d+)?$/.test(instance);
    if (!isNumeric && typeof instance !== "number") return true;
    return satisfies(Number(instance), schema[keyword] as number);
  };

const ofArray =
  (satisfies: (items: readonly unknown[], place: Place) => boolean | Violation[]): Keyword =>
  (place) =>
    !Array.isArray(place.instance) || satisfies(place.instance, place);

const ofObject =
  (satisfies: (values: Values, place: Place) => boolean | Violation[]): Keyword =>
  (place) =>
    !isObject(place.instance) || satisfies(place.instance, place);

/** A keyword that compares the whole value, which must be known completely. */
const comparing =
  (satisfies: Keyword): Keyword =>
  (place) =>
    hasUnknown(place.instance) || satisfies(place);

/** A keyword that chooses between schemas. Every value that they check must be known. */
const choosing =
  (keyword: string, choose: Keyword): Keyword =>
  (place) =>
    dependsOnUnknown(place.instance, place.schema[keyword]) || choose(place);

/** A keyword that maps a property to a list of others, to check if the property is set. */
const dependent = (keyword: string, satisfies: (count: number, of: number) => boolean): Keyword =>
  ofObject((values, { schema }) =>
    Object.entries(schema[keyword] as NamesByName).every(
      ([name, others]) => !(name in values) || satisfies(countOf(values, others), others.length),
    ),
  );

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

const keywords: ReadonlyMap<string, Keyword> = new Map(
  Object.entries<Keyword>({
    type: ({ instance, schema }) =>
      [schema.type ?? []].flat().some((name) => types[name]?.(instance)),
    enum: comparing(({ instance, schema }) =>
      (schema["enum"] as readonly unknown[]).some(
        // Some rules of cfn-lint list numbers for a property that is a string.
        (value) => isDeepStrictEqual(value, instance) || String(value) === String(instance),
      ),
    ),
    enumCaseInsensitive: ({ instance, schema }) =>
      (schema["enumCaseInsensitive"] as Names).includes(String(instance).toLowerCase()),
    const: comparing(({ instance, schema }) => isDeepStrictEqual(schema["const"], instance)),

    minLength: ofString((text, { minLength }) => lengthOf(text) >= Number(minLength)),
    maxLength: ofString((text, { maxLength }) => lengthOf(text) <= Number(maxLength)),
    pattern: ofString((text, { pattern }) => matchesPattern(String(pattern), text)),
    format: ofString((text, { format }) => matchesFormat(format!, text)),

    minimum: ofNumber("minimum", (value, limit) => value >= limit),
    maximum: ofNumber("maximum", (value, limit) => value <= limit),
    exclusiveMinimum: ofNumber("exclusiveMinimum", (value, limit) => value > limit),
    exclusiveMaximum: ofNumber("exclusiveMaximum", (value, limit) => value < limit),
    multipleOf: ofNumber("multipleOf", (value, limit) => Number.isInteger(value / limit)),

    minItems: ofArray((items, { schema }) => items.length >= Number(schema["minItems"])),
    maxItems: ofArray((items, { schema }) => items.length <= Number(schema["maxItems"])),
    uniqueItems: comparing(
      ofArray((items, { schema }) => schema["uniqueItems"] !== true || hasNoTwins(items)),
    ),
    uniqueKeys: comparing(
      ofArray((items, { schema }) => {
        const names = schema["uniqueKeys"] as Names;
        const keys = items.map((item) => names.map((name) => (item as Values)[name]));
        return hasNoTwins(keys.filter((key) => key.every((part) => part !== undefined)));
      }),
    ),
    items: ofArray((items, place) =>
      items.flatMap((item, index) => inside(place, item, index, place.schema.items!)),
    ),
    prefixItems: comparing(
      ofArray((items, place) =>
        (place.schema["prefixItems"] as readonly SchemaNode[]).every((schema, index) =>
          holds({ ...place, instance: items[index] }, schema),
        ),
      ),
    ),
    contains: comparing(
      ofArray((items, place) => {
        const schema = place.schema["contains"] as SchemaNode;
        return items.some((instance) => holds({ ...place, instance }, schema));
      }),
    ),

    minProperties: ofObject(
      (values, { schema }) => Object.keys(values).length >= Number(schema["minProperties"]),
    ),
    maxProperties: ofObject(
      (values, { schema }) => Object.keys(values).length <= Number(schema["maxProperties"]),
    ),
    required: ofObject((values, { instance, schema, path }) =>
      (schema["required"] as Names)
        .filter((name) => values[name] === undefined)
        .map((argument) => ({ keyword: "required", argument, schema, instance, path })),
    ),
    requiredXor: ofObject((values, { schema }) => countOf(values, schema["requiredXor"]) === 1),
    requiredOr: ofObject((values, { schema }) => countOf(values, schema["requiredOr"]) > 0),
    dependentRequired: dependent("dependentRequired", (count, of) => count === of),
    dependentExcluded: dependent("dependentExcluded", (count) => count === 0),
    // Types have a hundred times more properties than inputs set, so these begin with the inputs.
    properties: ofObject((values, place) => {
      const { properties = {} } = place.schema;
      return Object.keys(values)
        .filter((name) => Object.hasOwn(properties, name))
        .flatMap((name) => inside(place, values[name], name, properties[name]!));
    }),
    patternProperties: ofObject((values, place) =>
      Object.entries(place.schema.patternProperties ?? {}).flatMap(([pattern, one]) =>
        Object.keys(values)
          .filter((name) => matchesPattern(pattern, name))
          .flatMap((name) => inside(place, values[name], name, one)),
      ),
    ),
    additionalProperties: ofObject((values, place) => {
      const { instance, schema, path } = place;
      const rule = schema["additionalProperties"] as boolean | SchemaNode;
      if (rule === true) return true;
      return additional(values, schema).flatMap((argument): Violation[] =>
        rule === false
          ? [{ keyword: "additionalProperties", argument, schema, instance, path }]
          : inside(place, values[argument], argument, rule),
      );
    }),
    propertyNames: ofObject((values, place) =>
      Object.keys(values).flatMap((instance) =>
        by({ ...place, instance }, place.schema["propertyNames"] as SchemaNode),
      ),
    ),

    $ref: (place) => by(place, place.dereference(place.schema.$ref!)),
    allOf: (place) => place.schema.allOf!.flatMap((one) => by(place, one)),
    anyOf: choosing("anyOf", (place) => place.schema.anyOf!.some((one) => holds(place, one))),
    oneOf: choosing(
      "oneOf",
      (place) => place.schema.oneOf!.filter((one) => holds(place, one)).length === 1,
    ),
    not: choosing("not", (place) => !holds(place, place.schema["not"] as SchemaNode)),
    if: choosing("if", (place) => {
      const { schema } = place;
      const next = schema[holds(place, schema["if"] as SchemaNode) ? "then" : "else"];
      return next === undefined || by(place, next as SchemaNode);
    }),
  }),
);
