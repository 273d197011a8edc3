import { aws } from "../testing/judge.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireGuardedLoadBalancers as rule } from "./requireGuardedLoadBalancers.ts";

// Source: Checkov's CKV2_AWS_28.
testStackRule(rule, {
  compliant: [
    aws("lb.LoadBalancer", "edge", { arn: "arn:lb" }),
    aws("wafv2.WebAclAssociation", "waf", { resourceArn: "arn:lb" }),
  ],
  passing: {
    "an internal load balancer": { edge: { internal: true }, waf: null },
    "a Network Load Balancer, which cannot have a web ACL": {
      edge: { loadBalancerType: "network" },
      waf: null,
    },
  },
  failing: {
    "no web ACL": [
      { waf: null },
      "edge",
      /^The internet-facing load balancer "edge" has no web ACL: no WebAclAssociation references it/,
    ],
  },
});
