import type { Rule } from "../rule.ts";
import { forbidInternetFacingLoadBalancers } from "./forbidInternetFacingLoadBalancers.ts";
import { forbidInternetIngress } from "./forbidInternetIngress.ts";
import { forbidOpenFunctionUrls } from "./forbidOpenFunctionUrls.ts";
import { forbidPublicAddresses } from "./forbidPublicAddresses.ts";
import { forbidPublicInvocation } from "./forbidPublicInvocation.ts";
import { forbidPublicSubnetAddresses } from "./forbidPublicSubnetAddresses.ts";
import { requireFunctionsInVpc } from "./requireFunctionsInVpc.ts";

/** The rules by which no server is open to the internet. */
export const rules: readonly Rule[] = [
  forbidPublicAddresses,
  forbidPublicSubnetAddresses,
  forbidInternetFacingLoadBalancers,
  forbidInternetIngress,
  requireFunctionsInVpc,
  forbidOpenFunctionUrls,
  forbidPublicInvocation,
];
