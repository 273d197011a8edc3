import { signatureKey, unknownValue } from "../../../project/signatures.ts";

/** Whether a value is unknown before the deployment, or not plain JSON: an archive, an asset, a secret. */
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

/** Whether a value is a plain JSON object. */
export const isObject = (value: unknown): value is object =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !isUnknown(value);

/** Removes members that are empty strings, which AWS treats as unset. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== "");
  return Object.fromEntries(entries.map(([name, one]) => [name, withoutEmpty(one)]));
}

/** Keywords whose schemas describe the same value. */
const sameValueKeywords = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/**
 * Whether the result of a schema depends on an unknown part of a value. A property counts as set
 * even if its value is unknown.
 *
 * @param schema - one schema, or a list of them
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
    ) || sameValueKeywords.some((keyword) => dependsOnUnknown(value, keywords[keyword]))
  );
}
