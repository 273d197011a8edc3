import { signatureKey, unknownValue } from "../../../project/signatures.ts";

/**
 * Whether nobody knows yet what a value is, or there is more to it than JSON tells: an archive, an
 * asset, a secret.
 */
export function isUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(unknownValue);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype !== Object.prototype && prototype !== null) || signatureKey in value;
}

/** Whether a value or something in it is unknown. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return value !== null && typeof value === "object" && Object.values(value).some(hasUnknown);
}

/** Whether it is an object of which everything is known to be JSON. */
export const isObject = (value: unknown): value is object =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !isUnknown(value);

/** JSON without members that are empty texts, which AWS takes for none. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== "");
  return Object.fromEntries(entries.map(([name, one]) => [name, withoutEmpty(one)]));
}

/** Keywords with schemas about the same value. */
const aboutTheSame = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/**
 * Whether a value has something unknown in a place that a schema looks at. That a property is there
 * is known even if its value is not.
 *
 * @param schema - or a list of them
 */
export function dependsOnUnknown(value: unknown, schema: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(schema)) return schema.some((one) => dependsOnUnknown(value, one));
  if (schema === null || typeof schema !== "object") return false;
  const keywords = schema as Readonly<Record<string, unknown>>;
  if (Array.isArray(value) || "$ref" in keywords) return hasUnknown(value);
  if (!isObject(value)) return false;
  const properties = Object.entries((keywords["properties"] ?? {}) as object);
  return (
    properties.some(([name, one]) =>
      dependsOnUnknown((value as Readonly<Record<string, unknown>>)[name], one),
    ) || aboutTheSame.some((keyword) => dependsOnUnknown(value, keywords[keyword]))
  );
}
