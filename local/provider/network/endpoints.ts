import { isAwsRegion } from "../../../project/awsRegions.ts";
import type { Properties } from "../../graph/resource.ts";
import { prefixListId } from "../prefixList.ts";
import { AwsRefusal } from "./refusal.ts";
import { list, type RegionState, types } from "./regionState.ts";
import type { NetworkRule, NetworkRules } from "./rule.ts";

/**
 * VPC endpoints.
 *
 * Sources: Amazon EC2 API Reference, "CreateVpcEndpoint" and "Error codes"; AWS PrivateLink Guide, "Gateway
 * endpoints" (one route per service and table) and "Access an AWS service using an interface VPC endpoint"
 * (private DNS, one subnet per zone).
 */
const endpoint: NetworkRule = {
  admits: (inputs, state) =>
    serviceRefusal(inputs, state) ??
    (inputs["vpcEndpointType"] === "Interface"
      ? (zoneRefusal(inputs, state) ?? dnsRefusal(inputs, state))
      : routeRefusal(inputs, state)),
};

function serviceRefusal({ serviceName, serviceRegion }: Properties, { region }: RegionState) {
  const [, , where = ""] = String(serviceName).split(".");
  if (!isAwsRegion(where) || where === (serviceRegion ?? region)) return undefined;
  return new AwsRefusal(
    "InvalidServiceName",
    `The Vpc Endpoint Service '${String(serviceName)}' does not exist`,
  );
}

function routeRefusal({ serviceName, routeTableIds }: Properties, state: RegionState) {
  const others = state.having("endpoint", { serviceName });
  const taken = others.flatMap(({ inputs }) => list(inputs["routeTableIds"]));
  const [table] = list(routeTableIds).filter((id) => taken.includes(id));
  return table === undefined
    ? undefined
    : new AwsRefusal(
        "RouteAlreadyExists",
        `route table ${String(table)} already has a route with destination-prefix-list-id ` +
          prefixListId(state.region, String(serviceName)),
      );
}

function zoneRefusal({ subnetIds }: Properties, state: RegionState) {
  const zones = list(subnetIds).map((id) => state.find("subnet", id)?.inputs["availabilityZone"]);
  const twice = zones.findIndex((zone, at) => zone !== undefined && zones.indexOf(zone) !== at);
  return twice < 0
    ? undefined
    : new AwsRefusal(
        "DuplicateSubnetsInSameZone",
        `Found another VPC endpoint subnet in the availability zone of ${String(list(subnetIds)[twice])}`,
      );
}

function dnsRefusal({ privateDnsEnabled, serviceName, vpcId }: Properties, state: RegionState) {
  if (privateDnsEnabled !== true) return undefined;
  const { enableDnsSupport = true, enableDnsHostnames = false } =
    state.find("vpc", vpcId)?.inputs ?? {};
  if (state.find("vpc", vpcId) && !(enableDnsSupport === true && enableDnsHostnames === true)) {
    return new AwsRefusal(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${String(vpcId)}`,
    );
  }
  const same = state.having("endpoint", { privateDnsEnabled: true, serviceName, vpcId });
  return same.length === 0
    ? undefined
    : new AwsRefusal(
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ` +
          `${domainOf(String(serviceName))} in the VPC ${String(vpcId)}`,
      );
}

/** `com.amazonaws.us-east-1.ecr.api` has the domain `api.ecr.us-east-1.amazonaws.com`. */
const domainOf = (serviceName: string): string => serviceName.split(".").toReversed().join(".");

export const endpointRules: NetworkRules = { [types.endpoint]: endpoint };
