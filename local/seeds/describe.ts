import type { Seeded } from "./index.ts";

/** Such as `2 users, 3 items`. */
export function describeSeeded(seeded: Seeded): string {
  const kinds = ["users", "items", "objects", "messages", "scripts"] as const;
  const parts = kinds
    .filter((kind) => seeded[kind] > 0)
    .map((kind) => `${seeded[kind]} ${seeded[kind] === 1 ? kind.slice(0, -1) : kind}`);
  return parts.join(", ") || "nothing new";
}
