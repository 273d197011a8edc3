import type { RegionChanges } from "../region/index.ts";

/** What changes in regions are, in words such as `new GET /orders`; those of several regions once. */
export const changeTexts = (changes: readonly RegionChanges[]): string[] => [
  ...new Set(changes.flatMap(textsOf)),
];

/** The kinds of parts whose names need the kind. */
const kinds = {
  routes: "",
  stages: "settings of ",
  functions: "function ",
  services: "service ",
  events: "",
};

function textsOf(changes: RegionChanges): string[] {
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((part) => {
    const { added, changed, removed } = changes[part];
    const named = (word: string, names: readonly string[]) =>
      names.map((name) => `${word}${kinds[part]}${name}`);
    return [...named("new ", added), ...named("changed ", changed), ...named("removed ", removed)];
  });
}

/** Where something was done: in words for one region and more. */
export function inRegions(names: readonly string[]): string {
  if (names.length === 1) return `in ${names[0]}`;
  return names.length === 2 ? "in both regions" : `in all ${names.length} regions`;
}
