import { AwsRefusal } from "./refusal.ts";
import { list, object, types } from "./regionState.ts";
import type { NetworkRule, NetworkRules } from "./rule.ts";

/**
 * Load balancers.
 *
 * Source: Elastic Load Balancing API Reference (2015-12-01), errors of "CreateLoadBalancer",
 * "CreateListener", "CreateTargetGroup" and "DeleteTargetGroup".
 */
const loadBalancer: NetworkRule = {
  admits: ({ name, subnets }, state) => {
    if (state.having("loadBalancer", { name }).length > 0) return sameName("LoadBalancer", name);
    const zones = list(subnets).map((id) => state.find("subnet", id)?.inputs["availabilityZone"]);
    const known = zones.filter((zone) => zone !== undefined);
    return new Set(known).size === known.length
      ? undefined
      : new AwsRefusal(
          "InvalidConfigurationRequest",
          "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        );
  },
};

const words = { LoadBalancer: "load balancer", TargetGroup: "target group" };

const sameName = (kind: keyof typeof words, name: unknown): AwsRefusal =>
  new AwsRefusal(
    `Duplicate${kind}Name`,
    `A ${words[kind]} with the same name '${String(name)}' exists, but with different settings`,
  );

const targetGroup: NetworkRule = {
  admits: ({ name }, state) =>
    state.having("targetGroup", { name }).length > 0 ? sameName("TargetGroup", name) : undefined,
  releases: ({ id }, state) =>
    state
      .all("listener")
      .flatMap(({ inputs }) => list(inputs["defaultActions"]).map(object))
      .some(
        (action) =>
          action["targetGroupArn"] === id ||
          list(object(action["forward"])["targetGroups"]).some(
            (each) => object(each)["arn"] === id,
          ),
      )
      ? new AwsRefusal(
          "ResourceInUse",
          `Target group '${id}' is currently in use by a listener or a rule`,
          true,
        )
      : undefined,
};

const listener: NetworkRule = {
  admits: ({ loadBalancerArn, port }, state) =>
    state.having("listener", { loadBalancerArn, port }).length > 0
      ? new AwsRefusal(
          "DuplicateListener",
          `A listener already exists on this port for this load balancer '${String(loadBalancerArn)}'`,
        )
      : undefined,
};

export const loadBalancerRules: NetworkRules = {
  [types.loadBalancer]: loadBalancer,
  [types.targetGroup]: targetGroup,
  [types.listener]: listener,
};
