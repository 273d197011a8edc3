import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Load balancers accept connections only from inside the VPC. */
export const forbidInternetFacingLoadBalancers: ResourceRule = {
  name: "forbid-internet-facing-load-balancers",
  description: "Load balancers are internal.",
  why: "An internet-facing load balancer makes the servers behind it public and bypasses the API with its authorizers and throttles.",
  fix: "Set internal to true; API Gateway reaches the load balancer through a VPC link or a function in the VPC.",
  equivalents: [
    "alb-internal-scheme-check",
    "nlb-internal-scheme-check",
    "elb-internal-scheme-check",
  ],
  types: [
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
    "aws:elb/loadBalancer:LoadBalancer",
    // Names before version 2 of the provider.
    "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
    "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
    "aws:elasticloadbalancing/loadBalancer:LoadBalancer",
  ],

  *check(loadBalancer): Iterable<Finding> {
    // A Gateway Load Balancer has no address of its own: routes lead to it.
    const type = loadBalancer.valueAt("loadBalancerType", "application");
    if (type === undefined || type === "gateway") return;
    const internal = loadBalancer.valueAt("internal", false);
    if (internal === undefined || isTrue(internal)) return;
    yield {
      exposed: "The load balancer accepts connections from the internet",
      property: "internal",
      value: loadBalancer.valueAt("internal"),
    };
  },
};
