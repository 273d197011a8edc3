import { foldedName } from "./headers.ts";

/** Tells of a folded name whether the header is to go. */
export type DropsHeader = (folded: string) => boolean;

/** Without them nobody can read the body. */
const alwaysAllowed = ["content-type", "content-encoding"];

/**
 * Drops every header that is not on a list. What the proxy itself adds is not asked.
 *
 * @param allowed - names in any spelling; without a list nothing is dropped
 */
export function dropsUnlisted(allowed: readonly string[] | undefined): DropsHeader {
  if (!allowed) return () => false;
  const names = new Set([...alwaysAllowed, ...allowed].map(foldedName));
  return (folded) => !names.has(folded);
}
