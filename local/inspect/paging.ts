import type { ControlRequest } from "../control/controlRequest.ts";

/** A part of a list. */
export interface Page<Item> {
  readonly total: number;
  readonly items: readonly Item[];
  /** The `?from=` of the next part; left out at the end. */
  readonly next?: number;
}

/** The part of a list that `?from=` and `?limit=` select. @throws ControlError 400 */
export function pageOf<Item>(
  request: ControlRequest,
  items: readonly Item[],
  { fallback = 100, max = 1_000 } = {},
): Page<Item> {
  const limit = request.integer("limit", { min: 1, max, fallback });
  const from = request.integer("from", { min: 0, max: 1_000_000_000, fallback: 0 });
  const end = from + limit;
  return {
    total: items.length,
    items: items.slice(from, end),
    ...(end < items.length && { next: end }),
  };
}
