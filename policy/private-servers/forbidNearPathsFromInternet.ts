import { widestSetting } from "../model/addresses.ts";
import { groupBy } from "../model/groupBy.ts";
import type { StackView } from "../model/stackView.ts";
import { readNetwork } from "../network/network.ts";
import { type Path, pathsFromInternet } from "../network/paths.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { allowedDoorsSetting, type PathSettings } from "./forbidPathsFromInternet.ts";

/** More than one thing keeps the internet from each server, so that one mistake opens none. */
export const forbidNearPathsFromInternet: StackRule<PathSettings> = {
  name: "forbid-near-paths-from-internet",
  description: "No server is one change away from the internet.",
  why: "Where one thing alone keeps the internet out, the next change of it makes the server public.",
  fix: "Close a second one: no public address, a subnet with no route to an internet gateway, a group that names its callers.",
  equivalents: [],
  level: "advisory",
  settings: { widest: widestSetting, allowedDoors: allowedDoorsSetting },

  *checkStack(stack: StackView, settings): Iterable<StackFinding> {
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
        detail: `all that keeps it out is that ${closed[0]!.obstacle} (${hops.join(" → ")})`,
      };
    }
  },
};

/** The path with one closed gate, unless another one is open. */
function nearest(paths: readonly Path[]): Path | undefined {
  const known = paths.filter(({ isKnown }) => isKnown);
  if (known.some(({ closed }) => closed.length === 0)) return undefined;
  return known.find(({ closed }) => closed.length === 1);
}
