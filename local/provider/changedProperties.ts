import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../graph/resource.ts";
import { signatureKey, unknownValue } from "../../project/signatures.ts";

/** Names of the properties that differ. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isSame(before[name], after[name]));
}

/** Compares assets and archives by content: their paths do not matter. */
function isSame(before: unknown, after: unknown): boolean {
  if (after === unknownValue) return false;
  const [hashBefore, hashAfter] = [hashOf(before), hashOf(after)];
  if (hashBefore !== undefined && hashAfter !== undefined) return hashBefore === hashAfter;
  return isDeepStrictEqual(before, after);
}

function hashOf(value: unknown): string | undefined {
  if (value === null || typeof value !== "object" || !(signatureKey in value)) return undefined;
  const { hash } = value as { hash?: unknown };
  return typeof hash === "string" ? hash : undefined;
}
