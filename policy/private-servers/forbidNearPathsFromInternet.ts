import { groupBy } from "../model/groupBy.ts";
import { readNetwork } from "../network/network.ts";
import type { Path } from "../network/path.ts";
import { pathsFromInternet } from "../network/paths.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { type PathSettings, pathSettings } from "./forbidPathsFromInternet.ts";

/** At least two barriers protect each server, so that a single mistake opens none. */
export const forbidNearPathsFromInternet: StackRule<PathSettings> = {
  name: "forbid-near-paths-from-internet",
  description: "No server is one change away from the internet.",
  why: "If a single setting keeps the internet out, one wrong change makes the server public.",
  fix: "Add a second barrier: no public address, a subnet without a route to an internet gateway, or a security group that allows only specific sources.",
  equivalents: [],
  level: "advisory",
  settings: pathSettings,

  *checkStack(stack, settings): Iterable<StackFinding> {
    const paths = pathsFromInternet(stack.derived(readNetwork), settings);
    for (const ofHost of groupBy(paths, ({ host }) => [host]).values()) {
      const near = nearest(ofHost);
      if (!near) continue;
      const { host, words, hops, property, closed } = near;
      yield {
        urn: host.urn,
        exposed: `The ${words} is one change away from the internet`,
        property,
        value: host.hintsAt(property)[0],
        detail: `the only barrier is that ${closed[0]!.obstacle} (${hops.join(" → ")})`,
      };
    }
  },
};

/** The path with one closed gate, unless another path is open. */
function nearest(paths: readonly Path[]): Path | undefined {
  const known = paths.filter(({ isKnown }) => isKnown);
  if (known.some(({ closed }) => closed.length === 0)) return undefined;
  return known.find(({ closed }) => closed.length === 1);
}
