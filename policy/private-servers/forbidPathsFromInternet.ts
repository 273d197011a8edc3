import { internetSettings } from "../model/internet.ts";
import { type DoorKind, doorKinds } from "../network/doors.ts";
import { foreignBalancers } from "../network/foreignBalancers.ts";
import { readNetwork } from "../network/network.ts";
import type { Path } from "../network/path.ts";
import { type PathSearch, pathsFromInternet } from "../network/paths.ts";
import type { Setting, StackFinding, StackRule } from "../rule.ts";
import { privateSubnetsSetting, seeBoth } from "./support/unseen.ts";

const allowedDoorsSetting: Setting<readonly DoorKind[]> = {
  description: "Entry points through which the internet may reach servers.",
  schema: { type: "array", uniqueItems: true, items: { enum: doorKinds } },
  default: ["api-gateway", "cloudfront"],
};

export type PathSettings = PathSearch;

/** The settings of rules about paths from the internet. */
export const pathSettings = {
  ...internetSettings,
  allowedDoors: allowedDoorsSetting,
  privateSubnets: privateSubnetsSetting,
} as const;

/**
 * All resources together open no path from the internet to a server or a database. If a part that
 * decides is not in the stack, the rule is undecided. A public address, however, shows that a subnet
 * of another stack leads to the internet.
 */
export const forbidPathsFromInternet: StackRule<PathSettings> = {
  name: "forbid-paths-from-internet",
  description: "The internet reaches servers only through API Gateway and CloudFront.",
  why: "Gateways, routes, subnets, addresses and security groups that are harmless on their own can together make a server public.",
  fix: "Close at least two of the hops: remove the public address, use a subnet without a route to an internet gateway, or allow only specific sources in the security group.",
  equivalents: [],
  settings: pathSettings,

  *checkStack(stack, settings): Iterable<StackFinding> {
    for (const path of pathsFromInternet(stack.derived(readNetwork), settings)) {
      if (path.closed.length > 0) continue;
      if (!path.isKnown) {
        stack.miss(undecided(path));
        continue;
      }
      const { host, words, hops, property, isAssumed } = path;
      const [origin] = hops;
      yield {
        urn: host.urn,
        exposed: `The ${origin!} ${isAssumed ? "may reach" : "reaches"} the ${words}`,
        property,
        value: host.hintsAt(property)[0],
        detail: hops.join(" → "),
      };
    }
    if (settings.allowedDoors.includes("load-balancer")) return;
    for (const balancer of stack.derived(foreignBalancers)) {
      stack.miss(
        `This stack does not show whether ${balancer} is internet-facing, so the internet may reach what this stack serves through it: ${seeBoth}`,
      );
    }
  },
};

const undecided = ({ words, questions }: Path): string =>
  `This stack does not show ${questions.join(", and ")}, so the internet may reach the ${words}: ${seeBoth}`;
