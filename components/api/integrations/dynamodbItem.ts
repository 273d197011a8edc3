import { type OptionRules, mapOf, type Rule, text } from "../../shared/options.ts";
import { asText, type JsonShape } from "../templates/jsonTemplate.ts";
import { isSource, type Source } from "../templates/source.ts";

/**
 * An attribute in DynamoDB's own words: `{ S }` a text, `{ N }` a number, `{ BOOL }`, which is true for
 * "true" alone. A source by itself is a text.
 */
export type Attribute =
  | Source
  | { readonly S: Source | string }
  | { readonly N: Source | number }
  | { readonly BOOL: Source | boolean };

/** Attributes by name. */
export type Item = Readonly<Record<string, Attribute>>;

/** When a write happens. */
export interface ConditionSettings {
  /** What has to hold, such as "attribute_not_exists(id)"; otherwise the caller gets 409. @default nothing */
  readonly condition?: string | undefined;
  /** Values in expressions by name without the colon: `{ owner: from.claim("sub") }` for `:owner`. @default none */
  readonly values?: Item | undefined;
  /** Names in expressions without the hash sign: `{ n: "name" }` for `#n`. @default none */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

export const itemRule: Rule = mapOf((given, argument) => {
  const types = { S: "string", N: "number", BOOL: "boolean" };
  const [type = "", ...others] = Object.keys((given ?? {}) as object);
  const value = ((given ?? {}) as Record<string, unknown>)[type];
  const isTyped =
    others.length === 0 &&
    Object.hasOwn(types, type) &&
    (isSource(value) || typeof value === types[type as keyof typeof types]);
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

/** Typed attributes, as DynamoDB takes them. */
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
  ...(names && { ExpressionAttributeNames: prefixed("#", names) }),
  ...(values && {
    ExpressionAttributeValues: prefixed(":", attributes(values) as Record<string, JsonShape>),
  }),
});

const prefixed = <Value>(prefix: string, all: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value]));

/** `ProjectionExpression` with names of its own: many a good name is a reserved word. */
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
