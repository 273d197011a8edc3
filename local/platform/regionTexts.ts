import type { RegionChanges } from "../region/index.ts";

/**
 * What changes in regions are, in words such as `new GET /orders`; those of several regions once.
 *
 * @param nameOf - the program's name of a function, by that in AWS
 */
export const changeTexts = (
  changes: readonly RegionChanges[],
  nameOf: (name: string) => string,
): string[] => [...new Set(changes.flatMap((each) => textsOf(each, nameOf)))];

/** The kinds of parts whose names need the kind. */
const kinds = {
  routes: "",
  stages: "settings of ",
  functions: "function ",
  services: "service ",
  events: "",
};

function textsOf(changes: RegionChanges, nameOf: (name: string) => string): string[] {
  const hasRoutes = Object.values<readonly string[]>({ ...changes.routes }).flat().length > 0;
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((part) => {
    const { added, removed, ...others } = changes[part];
    // A route changes its stage and its function, too.
    const isKnown = hasRoutes && (part === "stages" || part === "functions");
    const changed = isKnown ? [] : others.changed;
    const named = (word: string, names: readonly string[]) =>
      names.map((name) => `${word}${kinds[part]}${nameOf(name)}`);
    return [...named("new ", added), ...named("changed ", changed), ...named("removed ", removed)];
  });
}

/** Where something was done: in words for one region and more. */
export function inRegions(names: readonly string[]): string {
  if (names.length === 1) return `in ${names[0]}`;
  return names.length === 2 ? "in both regions" : `in all ${names.length} regions`;
}
