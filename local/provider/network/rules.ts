import { addressingRules } from "./addressing.ts";
import { endpointRules } from "./endpoints.ts";
import { loadBalancerRules } from "./loadBalancers.ts";
import { routingRules } from "./routing.ts";
import type { NetworkRules } from "./rule.ts";
import { securityGroupRules } from "./securityGroups.ts";

/** What AWS refuses in a region's network, by type of the resource that is created, changed or deleted. */
export const networkRules: NetworkRules = {
  ...addressingRules,
  ...endpointRules,
  ...loadBalancerRules,
  ...routingRules,
  ...securityGroupRules,
};
