import type { Matches } from "./request.ts";

// Statements are tried in their order, as far as they decide. Only those that read a body are waited for.

export const every = (all: readonly Matches[]): Matches => all.reduceRight(both, () => true);

const both =
  (rest: Matches, first: Matches): Matches =>
  (request, labels) => {
    const holds = first(request, labels);
    if (typeof holds === "boolean") return holds && rest(request, labels);
    return holds.then((is) => is && rest(request, labels));
  };

export const some = (all: readonly Matches[]): Matches => not(every(all.map(not)));

export const not =
  (matches: Matches): Matches =>
  (request, labels) => {
    const holds = matches(request, labels);
    return typeof holds === "boolean" ? !holds : holds.then((is) => !is);
  };
