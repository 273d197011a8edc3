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
