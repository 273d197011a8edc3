import { hasUnknown, isObject, isUnknown } from "./unknown.ts";

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
