import { type PrefixLengths, widestSetting } from "../model/addresses.ts";
import { type DoorKind, doorKinds } from "../network/doors.ts";
import { readNetwork } from "../network/network.ts";
import { pathsFromInternet } from "../network/paths.ts";
import type { Setting, StackFinding, StackRule } from "../rule.ts";

/** The setting of rules about paths from the internet. */
export const allowedDoorsSetting: Setting<readonly DoorKind[]> = {
  description: "Entry points through which the internet may reach servers.",
  schema: { type: "array", uniqueItems: true, items: { enum: doorKinds } },
  default: ["api-gateway", "cloudfront"],
};

export interface PathSettings {
  readonly widest: PrefixLengths;
  readonly allowedDoors: readonly DoorKind[];
}

/**
 * All resources together open no path from the internet to a server or a database. There is no
 * finding if a part is unknown or not in the stack.
 */
export const forbidPathsFromInternet: StackRule<PathSettings> = {
  name: "forbid-paths-from-internet",
  description: "The internet reaches servers only through API Gateway and CloudFront.",
  why: "Gateways, routes, subnets, addresses and security groups that are harmless on their own can together make a server public.",
  fix: "Close at least two of the hops: remove the public address, use a subnet without a route to an internet gateway, or allow only specific sources in the security group.",
  equivalents: [],
  settings: { widest: widestSetting, allowedDoors: allowedDoorsSetting },

  *checkStack(stack, settings): Iterable<StackFinding> {
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
