import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidInternetFacingLoadBalancers as rule } from "./forbidInternetFacingLoadBalancers.ts";

for (const service of [
  "lb",
  "alb",
  "elb",
  "elasticloadbalancing",
  "elasticloadbalancingv2",
  "applicationloadbalancing",
]) {
  testRule(rule, `aws:${service}/loadBalancer:LoadBalancer`, {
    compliant: { internal: true, subnets: ["subnet-1", "subnet-2"] },
    passing: {
      "subnets that are not known yet": { subnets: unknown },
      "a flag that is a text": { internal: "true" },
    },
    failing: {
      "an address of the internet": { internal: false },
      "no value": { internal: undefined },
      "an address of the internet in unknown subnets": [
        { internal: false, subnets: unknown },
        "internal",
      ],
    },
    undecided: { "whether it is internal": { internal: unknown } },
  });
}

testRule(rule, "aws:lb/loadBalancer:LoadBalancer", {
  compliant: { loadBalancerType: "gateway", subnets: ["subnet-1"] },
  failing: {
    "another type": [{ loadBalancerType: "network" }, "internal"],
    "no type": [{ loadBalancerType: undefined }, "internal"],
  },
});
