import type { Properties } from "../../graph/resource.ts";
import { AwsRefusal, dependency } from "./refusal.ts";
import { list, object, type RegionState, types } from "./regionState.ts";
import type { NetworkRule, NetworkRules } from "./rule.ts";

/**
 * Security groups, their rules, and network ACLs.
 *
 * Sources: Amazon EC2 API Reference, "CreateSecurityGroup", "DeleteSecurityGroup",
 * "AuthorizeSecurityGroupIngress", "CreateNetworkAclEntry" and "Error codes".
 */
const securityGroup: NetworkRule = {
  admits: ({ name, vpcId }, state) =>
    state.having("securityGroup", { name, vpcId }).length > 0
      ? new AwsRefusal(
          "InvalidGroup.Duplicate",
          `The security group '${String(name)}' already exists for VPC '${String(vpcId)}'`,
        )
      : undefined,
  releases: ({ id }, state) =>
    state.interfaces().some(({ securityGroupIds }) => securityGroupIds.includes(id)) ||
    isReferred(id, state)
      ? dependency(`resource ${id} has a dependent object`)
      : undefined,
};

/** Whether a rule of another group admits the group. */
function isReferred(id: string, state: RegionState): boolean {
  const separate = [...state.all("ingressRule"), ...state.all("egressRule")];
  return (
    separate.some(
      ({ inputs }) =>
        inputs["referencedSecurityGroupId"] === id && inputs["securityGroupId"] !== id,
    ) ||
    state
      .all("securityGroup")
      .flatMap(({ inputs }) => [...list(inputs["ingress"]), ...list(inputs["egress"])])
      .some((rule) => list(object(rule)["securityGroups"]).includes(id))
  );
}

const rule = (name: "ingressRule" | "egressRule"): NetworkRule => ({
  admits: (inputs, state) => {
    const same = ["securityGroupId", "ipProtocol", "fromPort", "toPort", ...peers];
    const values = Object.fromEntries(same.map((property) => [property, inputs[property]]));
    return state.having(name, values).length > 0
      ? new AwsRefusal(
          "InvalidPermission.Duplicate",
          `the specified rule "${ruleInWords(inputs)}" already exists`,
        )
      : undefined;
  },
});

const peers = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

function ruleInWords(inputs: Properties): string {
  const peer = peers.map((property) => inputs[property]).find((value) => value !== undefined);
  const { ipProtocol, fromPort, toPort } = inputs;
  const ports =
    ipProtocol === "-1"
      ? "ALL"
      : `${String(ipProtocol).toUpperCase()}, from port: ${String(fromPort)}, to port: ${String(toPort)}`;
  return `peer: ${String(peer)}, ${ports}, ALLOW`;
}

const acl: NetworkRule = {
  admits: (inputs) =>
    ["ingress", "egress"]
      .map((side) => {
        const numbers = list(inputs[side]).map((entry) => object(entry)["ruleNo"]);
        const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
        return twice === undefined
          ? undefined
          : new AwsRefusal(
              "NetworkAclEntryAlreadyExists",
              `The network acl entry identified by ${String(twice)} already exists.`,
            );
      })
      .find((refusal) => refusal !== undefined),
};

export const securityGroupRules: NetworkRules = {
  [types.securityGroup]: securityGroup,
  [types.ingressRule]: rule("ingressRule"),
  [types.egressRule]: rule("egressRule"),
  [types.acl]: acl,
};
