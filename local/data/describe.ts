import type { KeptCounts } from "../aws/kept.ts";
import type { KeptRegion } from "./folders.ts";

const kinds = {
  users: ["user", "users"],
  items: ["item", "items"],
  messages: ["message", "messages"],
  objects: ["object", "objects"],
} as const;

/** Lines such as `us-east-1: 2 users, 5 items`. */
export const describeData = (regions: readonly KeptRegion[]): string[] =>
  regions.map(({ region, counts }) => `${region}: ${describeCounts(counts)}`);

/** @param only - the kinds to name. @default those that there are */
export function describeCounts(
  counts: KeptCounts | undefined,
  only?: readonly (keyof KeptCounts)[],
): string {
  if (!counts) return "data that can't be read";
  const named = (Object.keys(kinds) as (keyof KeptCounts)[]).filter((kind) =>
    only ? only.includes(kind) : counts[kind] > 0,
  );
  const parts = named.map(
    (kind) => `${counts[kind].toLocaleString("en-US")} ${kinds[kind][counts[kind] === 1 ? 0 : 1]}`,
  );
  return parts.join(", ") || "resources without data";
}
