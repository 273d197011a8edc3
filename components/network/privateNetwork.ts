import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import {
  checkOptions,
  flag,
  listOf,
  oneOf,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { logRetentionDays } from "../shared/rules.ts";
import * as defaults from "./defaults.ts";
import { type EndpointAccess, endpointAccessRules, endpointFaults } from "./endpointAccess.ts";
import { createInterfaceEndpoints, endpointPolicies, type PolicyOf } from "./endpoints.ts";
import { FlowLogs } from "./flowLogs.ts";
import { createAcls } from "./networkAcls.ts";
import { subnetLayout, vpcCidrBlock } from "./subnetLayout.ts";

/** Options of a network that differ by region. */
export interface RegionalNetworkArgs extends EndpointAccess {
  /**
   * Availability zones, 2 to 4, such as `["us-east-1a", "us-east-1b"]`. Their order fixes the
   * subnets' ranges: append new ones, never reorder.
   */
  zones: string[];
  /**
   * The VPC's IPv4 range, /16 to /18.
   * @default "10.0.0.0/16"
   */
  cidrBlock?: string;
}

export interface PrivateNetworkArgs extends RegionalNetworkArgs {
  /** The stack's region; the names of endpoint services contain it. */
  region: string;
  /**
   * `OnePerZone`: the failure of a zone does not cut off another zone. `Single`: cheaper, all zones use
   * the NAT gateway of one zone.
   * @default "OnePerZone"
   */
  natGateways?: "OnePerZone" | "Single";
  /**
   * Adds a subnet per zone, for data stores, from which nothing outside the VPC can be reached, not
   * even S3 or DynamoDB. Can be turned on later: no other subnet moves.
   * @default false
   */
  isolatedSubnets?: boolean;
  /**
   * Days that flow logs are kept.
   * @default 30
   */
  flowLogRetentionDays?: number;
}

/** A load balancer needs two zones; the VPC's range is cut into four parts. */
const zones = listOf(text(), {
  least: 2,
  most: 4,
  distinct: true,
  allowed: "2 to 4 different availability zones",
  fix: 'Name the region\'s zones, such as ["us-east-1a", "us-east-1b"].',
});

export const regionalNetworkRules: OptionRules<RegionalNetworkArgs> = {
  ...endpointAccessRules,
  zones: required(zones),
  cidrBlock: vpcCidrBlock,
};

const privateNetworkRules: OptionRules<PrivateNetworkArgs> = {
  ...regionalNetworkRules,
  region: required(text()),
  natGateways: oneOf(["OnePerZone", "Single"]),
  isolatedSubnets: flag,
  flowLogRetentionDays: logRetentionDays,
};

/**
 * A VPC in which nothing has a public address: private subnets that reach the internet through NAT,
 * and isolated subnets, if asked for, that do not.
 *
 * Creates a VPC (`awsx.ec2.Vpc`: subnets, route tables, NAT gateways and their addresses, gateway
 * endpoints for S3 and DynamoDB), a network ACL per kind of subnet, the emptied default security
 * group, an interface endpoint per service with one security group for all, and flow logs. The
 * endpoints' policies let identities of the account reach resources of the account.
 *
 * At rest it costs about 33 USD a month per NAT gateway and 7 USD per interface endpoint and zone
 * (us-east-1, November 2026).
 */
export class PrivateNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Empty without `isolatedSubnets`. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** By the order of `zones`; one with `Single`. */
  readonly natGatewayIds: pulumi.Output<string>[];
  /** Security group of the interface endpoints. `undefined` without interface endpoints. */
  readonly endpointsSecurityGroupId: pulumi.Output<string> | undefined;

  constructor(name: string, args: PrivateNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `PrivateNetwork "${name}"`;
    checkOptions(component, args, privateNetworkRules, endpointFaults);
    const { cidrBlock = defaults.cidrBlock } = args;
    const laidOut = { ...args, cidrBlock };
    super("palisade:network:PrivateNetwork", name, {}, opts);
    const child = { parent: this };
    warnOfOpenEndpoints(component, args, this);

    const policyOf = endpointPolicies(args, child);
    const vpc = createVpc(name, laidOut, policyOf, child);

    // AWS uses this group if a resource names none: without rules it admits nothing.
    new aws.ec2.DefaultSecurityGroup(
      `${name}-default`,
      { vpcId: vpc.vpcId, ingress: [], egress: [] },
      child,
    );
    createAcls(name, vpc, laidOut, child);
    const endpoints = createInterfaceEndpoints(name, vpc, laidOut, policyOf, child);
    new FlowLogs(
      `${name}-flow-logs`,
      { vpcId: vpc.vpcId, retentionDays: args.flowLogRetentionDays },
      child,
    );

    this.vpcId = vpc.vpcId;
    this.cidrBlock = cidrBlock;
    // Tasks in these subnets need the endpoints, so the ids are known only once the endpoints exist.
    this.privateSubnetIds = pulumi
      .output({ subnetIds: vpc.privateSubnetIds, endpointIds: endpoints.ids })
      .apply(({ subnetIds }) => subnetIds);
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    const counted = args.natGateways === "Single" ? args.zones.slice(0, 1) : args.zones;
    // Mocks of unit tests know no gateways.
    this.natGatewayIds = counted.map((_, index) =>
      vpc.natGateways.apply((gateways) => gateways[index]?.id as pulumi.Output<string>),
    );
    this.endpointsSecurityGroupId = endpoints.securityGroupId;
    this.registerOutputs({
      vpcId: this.vpcId,
      cidrBlock,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }
}

function warnOfOpenEndpoints(
  component: string,
  { openEndpoints = [] }: PrivateNetworkArgs,
  resource: pulumi.Resource,
): void {
  if (openEndpoints.length === 0) return;
  const message =
    `${component}: openEndpoints lets any credentials reach any resource through the endpoints of ` +
    `${openEndpoints.join(", ")}.`;
  void pulumi.log.warn(message, resource);
}

function createVpc(
  name: string,
  args: PrivateNetworkArgs & { cidrBlock: string },
  policyOf: PolicyOf,
  opts: pulumi.ComponentResourceOptions,
): awsx.ec2.Vpc {
  const layout = subnetLayout(args.cidrBlock);
  const natGateways = args.natGateways ?? defaults.natGateways;
  return new awsx.ec2.Vpc(
    name,
    {
      cidrBlock: args.cidrBlock,
      availabilityZoneNames: args.zones,
      availabilityZoneCidrMask: layout.zone,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      natGateways: { strategy: natGateways === "Single" ? "Single" : "OnePerAz" },
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", name: "nat", cidrMask: layout.nat },
        { type: "Private", name: "private", cidrMask: layout.private },
        // Last, so that adding isolated subnets does not move the ranges before them.
        ...(args.isolatedSubnets
          ? [{ type: "Isolated" as const, name: "isolated", cidrMask: layout.isolated }]
          : []),
      ],
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: defaults.gatewayEndpoints.map((service) => ({
        serviceName: `com.amazonaws.${args.region}.${service}`,
        vpcEndpointType: "Gateway",
        policy: policyOf(service),
      })),
    },
    pulumi.mergeOptions(opts, { transforms: [withoutPublicAddresses] }),
  );
}

/** awsx gives instances in public subnets public addresses; our public subnets hold only NAT gateways. */
export const withoutPublicAddresses: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:ec2/subnet:Subnet"
    ? { props: { ...props, mapPublicIpOnLaunch: false }, opts }
    : undefined;
