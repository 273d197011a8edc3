import { listOf, mapOf, type OptionRules, type Rule, text } from "../../shared/options.ts";
import { asText, type JsonShape } from "../templates/jsonTemplate.ts";
import { isSource, type Source } from "../templates/source.ts";

/**
 * An attribute by DynamoDB's types: `{ S }` is a string, `{ N }` a number, and `{ BOOL }` a boolean, which
 * is true only for "true". A source without a type is a string.
 */
type Attribute =
  | Source
  | { readonly S: Source | string }
  | { readonly N: Source | number }
  | { readonly BOOL: Source | boolean };

/** Attributes by name. */
export type Item = Readonly<Record<string, Attribute>>;

/** Condition of a write. */
export interface ConditionSettings {
  /** Condition expression, such as "attribute_not_exists(id)"; if false, the caller gets 409. @default none */
  readonly condition?: string | undefined;
  /** Values in expressions by name without the colon: `{ owner: from.claim("sub") }` for `:owner`. @default none */
  readonly values?: Item | undefined;
  /** Names in expressions without the hash sign: `{ n: "name" }` for `#n`. @default none */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  S: (value) => typeof value === "string",
  N: Number.isFinite,
  BOOL: (value) => typeof value === "boolean",
};

export const itemRule: Rule = mapOf((given, argument) => {
  const [[type, value] = [""], ...others] = Object.entries((given ?? {}) as object);
  const isTyped =
    others.length === 0 &&
    Object.hasOwn(isOfType, type) &&
    (isSource(value) || isOfType[type]!(value));
  if (isSource(given) || isTyped) return [];
  const allowed =
    "a source, or { S: string }, { N: number } or { BOOL: boolean }; each may be a source";
  return [{ argument, given, allowed }];
});

export const conditionRules: OptionRules<ConditionSettings> = {
  condition: text(),
  values: itemRule,
  names: mapOf(text()),
};

/** Typed attributes, as DynamoDB expects them. */
export const attributes = (item: Item): JsonShape =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]));

function attribute(value: Attribute): JsonShape {
  if (isSource(value)) return { S: asText(value) };
  if ("S" in value) return { S: typeof value.S === "string" ? value.S : asText(value.S) };
  if ("N" in value) return { N: typeof value.N === "number" ? String(value.N) : asText(value.N) };
  return { BOOL: typeof value.BOOL === "boolean" ? value.BOOL : { boolean: value.BOOL } };
}

/** `ExpressionAttributeNames` and `ExpressionAttributeValues`; DynamoDB refuses empty ones. */
export const attributeNames = (
  names: Readonly<Record<string, string>> | undefined,
  values: Item | undefined,
) => ({
  ...(hasEntries(names) && { ExpressionAttributeNames: prefixed("#", names) }),
  ...(hasEntries(values) && {
    ExpressionAttributeValues: prefixed(":", attributes(values) as Record<string, JsonShape>),
  }),
});

const hasEntries = <All extends object>(all: All | undefined): all is All =>
  all !== undefined && Object.keys(all).length > 0;

const prefixed = <Value>(prefix: string, all: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value]));

/** Attributes to return; an empty list is refused. */
export const fieldsRule = listOf(text(), { least: 1, allowed: "a list of at least one attribute" });

/** `ProjectionExpression` with placeholders, because many attribute names are reserved words. */
export const projection = (
  fields: readonly string[] | undefined,
  names: Readonly<Record<string, string>> = {},
) =>
  fields && {
    ProjectionExpression: fields.map((_, index) => `#field${index}`).join(","),
    ExpressionAttributeNames: {
      ...prefixed("#", names),
      ...Object.fromEntries(fields.map((field, index) => [`#field${index}`, field])),
    },
  };
