import { Unknown } from "./resourceView.ts";

/** Stands in a copy for what is not known before the deployment. */
export const notKnown = "(not known yet)";

/** A copy of a value, however deep, in which a text stands for each part that is not known yet. */
export function knownCopy(value: unknown): unknown {
  if (value instanceof Unknown) return notKnown;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(knownCopy);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, knownCopy(member)]));
}
