import type { Setting } from "../../rule.ts";

/** The setting of rules about subnets. */
export const privateSubnetsSetting: Setting<readonly string[]> = {
  description:
    "Ids of subnets of other stacks, or of lookups, that have been checked: they have no route to an internet gateway.",
  schema: { type: "array", uniqueItems: true, items: { type: "string", pattern: "^subnet-\\w+$" } },
  default: [],
};

/** How to make a network visible that is in another stack. */
export const seeBoth =
  "check it together with the export of the network's stack (npm run policy -- --graph export.json --with network.json), or list the subnets in the setting privateSubnets if they have no route to the internet";
