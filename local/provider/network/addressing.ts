import { zonesOfRegion } from "../../../project/awsRegions.ts";
import type { Properties } from "../../graph/resource.ts";
import { contains, overlap, parseRange } from "../awsx/ipv4Range.ts";
import { AwsRefusal, dependency } from "./refusal.ts";
import { list, type RegionState, types } from "./regionState.ts";
import type { NetworkRule, NetworkRules } from "./rule.ts";

/**
 * Ranges of VPCs and subnets.
 *
 * Sources: Amazon EC2 API Reference, "CreateVpc", "CreateSubnet", "DeleteVpc", "DeleteSubnet" and "Error
 * codes"; Amazon VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks".
 */
const vpc: NetworkRule = {
  admits: (inputs) => {
    const { cidrBlock } = inputs;
    if (typeof cidrBlock !== "string" || isSized(cidrBlock)) return undefined;
    return new AwsRefusal("InvalidVpc.Range", `The CIDR '${cidrBlock}' is invalid.`);
  },
  releases: ({ id }, state) =>
    parts.some((part) => state.having(part, { vpcId: id }).length > 0)
      ? dependency(`The vpc '${id}' has dependencies and cannot be deleted.`)
      : undefined,
};

/** What must be gone before a VPC. */
const parts = [
  "subnet",
  "internetGateway",
  "securityGroup",
  "routeTable",
  "acl",
  "endpoint",
] as const;

const subnet: NetworkRule = {
  admits: (inputs, state) => zoneRefusal(inputs, state) ?? rangeRefusal(inputs, state),
  releases: ({ id }, state) =>
    state.interfaces().some(({ subnetIds }) => subnetIds.includes(id))
      ? dependency(`The subnet '${id}' has dependencies and cannot be deleted.`)
      : undefined,
};

function zoneRefusal({ availabilityZone }: Properties, { region }: RegionState) {
  const zones = zonesOfRegion(region);
  if (typeof availabilityZone !== "string" || zones.includes(availabilityZone)) return undefined;
  return new AwsRefusal(
    "InvalidParameterValue",
    `Value (${availabilityZone}) for parameter availabilityZone is invalid. Subnets can currently only be ` +
      `created in the following availability zones: ${zones.join(", ")}.`,
  );
}

function rangeRefusal({ cidrBlock, vpcId }: Properties, state: RegionState) {
  if (typeof cidrBlock !== "string") return undefined;
  const range = parseRange(cidrBlock);
  const { inputs } = state.find("vpc", vpcId) ?? {};
  const outer = inputs && parseRange(inputs["cidrBlock"]);
  if (!range || !isSized(cidrBlock) || (outer && !contains(outer, range))) {
    return new AwsRefusal("InvalidSubnet.Range", `The CIDR '${cidrBlock}' is invalid.`);
  }
  const others = state.having("subnet", { vpcId }).map(({ inputs }) => inputs["cidrBlock"]);
  const taken = others.map(parseRange).some((other) => other && overlap(other, range));
  return taken
    ? new AwsRefusal(
        "InvalidSubnet.Conflict",
        `The CIDR '${cidrBlock}' conflicts with another subnet`,
      )
    : undefined;
}

/** VPCs and subnets are a /16 to a /28. */
function isSized(cidrBlock: string): boolean {
  const range = parseRange(cidrBlock);
  return range !== undefined && range.prefix >= 16 && range.prefix <= 28;
}

/** Sources: Amazon EC2 API Reference, "ReleaseAddress"; its sentence there is not known. */
const address: NetworkRule = {
  releases: ({ id, outputs }, state) =>
    state.having("natGateway", { allocationId: id }).length > 0
      ? new AwsRefusal(
          "InvalidIPAddress.InUse",
          `The address ${String(outputs["publicIp"])} (${id}) is in use.`,
          true,
        )
      : undefined,
};

/**
 * Sources: Amazon EC2 API Reference, "NatGateway", `failureMessage`. The provider does not repeat a failed
 * gateway, but AWS waits for a gateway that is being attached.
 */
const natGateway: NetworkRule = {
  admits: (inputs, state) => {
    const { allocationId, connectivityType, subnetId, secondaryAllocationIds } = inputs;
    if (connectivityType === "private") return undefined;
    const own = [allocationId, ...list(secondaryAllocationIds)];
    const taken = state
      .all("natGateway")
      .flatMap((other) => [
        other.inputs["allocationId"],
        ...list(other.inputs["secondaryAllocationIds"]),
      ])
      .find((id) => id !== undefined && own.includes(id));
    if (taken !== undefined) {
      return new AwsRefusal(
        "Resource.AlreadyAssociated",
        `Elastic IP address ${String(taken)} is already associated`,
      );
    }
    const vpcId = state.vpcOf("subnet", subnetId);
    if (vpcId === undefined || state.having("internetGateway", { vpcId }).length > 0) {
      return undefined;
    }
    return new AwsRefusal(
      "Gateway.NotAttached",
      `Network ${String(vpcId)} has no Internet gateway attached`,
      true,
    );
  },
};

/** Sources: Amazon EC2 API Reference, "AttachInternetGateway" and "DetachInternetGateway". */
const internetGateway: NetworkRule = {
  admits: ({ vpcId }, state) =>
    vpcId !== undefined && state.having("internetGateway", { vpcId }).length > 0
      ? new AwsRefusal(
          "InvalidParameterValue",
          `Network ${String(vpcId)} already has an internet gateway attached`,
        )
      : undefined,
  releases: ({ inputs: { vpcId } }, state) => {
    const inVpc = (subnetId: unknown) => state.vpcOf("subnet", subnetId) === vpcId;
    const publicGateways = state
      .all("natGateway")
      .filter(({ inputs }) => inputs["allocationId"] !== undefined && inVpc(inputs["subnetId"]));
    const balancers = state
      .all("loadBalancer")
      .filter(({ inputs }) => inputs["internal"] !== true && list(inputs["subnets"]).some(inVpc));
    return publicGateways.length + balancers.length > 0
      ? dependency(
          `Network ${String(vpcId)} has some mapped public address(es). Please unmap those public ` +
            `address(es) before detaching the gateway.`,
        )
      : undefined;
  },
};

export const addressingRules: NetworkRules = {
  [types.vpc]: vpc,
  [types.subnet]: subnet,
  [types.address]: address,
  [types.natGateway]: natGateway,
  [types.internetGateway]: internetGateway,
};
