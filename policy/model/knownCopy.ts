import { Unknown } from "./resourceView.ts";

/** Placeholder in a copy for a value that is not known before the deployment. */
export const notKnown = "(not known yet)";

/** A deep copy of a value in which a placeholder replaces each unknown part. */
export function knownCopy(value: unknown): unknown {
  if (value instanceof Unknown) return notKnown;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(knownCopy);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, knownCopy(member)]));
}
