import { signatureKey, unknownValue } from "../../graph/signatures.ts";

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
