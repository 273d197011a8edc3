import { type PrefixLengths, widestSetting } from "../model/addresses.ts";
import type { StackView } from "../model/stackView.ts";
import { type DoorKind, doorKinds } from "../network/doors.ts";
import { readNetwork } from "../network/network.ts";
import { pathsFromInternet } from "../network/paths.ts";
import type { Setting, StackFinding, StackRule } from "../rule.ts";

/** What rules about ways in call the setting of those that may be open. */
export const allowedDoorsSetting: Setting<readonly DoorKind[]> = {
  description: "Ways from the internet to servers that may be open.",
  schema: { type: "array", uniqueItems: true, items: { enum: doorKinds } },
  default: ["api-gateway", "cloudfront"],
};

export interface PathSettings {
  readonly widest: PrefixLengths;
  readonly allowedDoors: readonly DoorKind[];
}

/**
 * Whatever the single resources say: put together, they let nobody on the internet through to a
 * server or a database. Where a part is not known, or not of the stack, there is no finding.
 */
export const forbidPathsFromInternet: StackRule<PathSettings> = {
  name: "forbid-paths-from-internet",
  description: "No way leads from the internet to a server but through API Gateway and CloudFront.",
  why: "Gateways, routes, subnets, addresses and groups that are harmless apart make a server public together.",
  fix: "Close more than one of the hops: an address that is private, a subnet with no route to an internet gateway, a group that names its callers.",
  equivalents: [],
  settings: { widest: widestSetting, allowedDoors: allowedDoorsSetting },

  *checkStack(stack: StackView, settings): Iterable<StackFinding> {
    for (const path of pathsFromInternet(stack.derived(readNetwork), settings)) {
      if (!path.isKnown || path.closed.length > 0) continue;
      const { host, words, hops, property } = path;
      yield {
        urn: host.urn,
        exposed: `The internet reaches the ${words}`,
        property,
        value: host.hintsAt(property)[0],
        detail: hops.join(" → "),
      };
    }
  },
};
