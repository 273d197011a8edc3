import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../shared/errors.ts";
import { type EndpointAccess, checkEndpointAccess } from "./checkEndpointAccess.ts";
import * as defaults from "./defaults.ts";
import { endpointPolicy } from "./endpointPolicy.ts";
import { FlowLogs } from "./flowLogs.ts";
import { type AclRules, isolatedSubnetRules, outboundSubnetRules } from "./networkAcls.ts";
import { maxZones, minZones, type SubnetLayout, subnetLayout } from "./subnetLayout.ts";

export interface PrivateNetworkArgs extends EndpointAccess {
  /** The stack's region; endpoint services are named after it. */
  region: string;
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
  /**
   * `OnePerZone`: losing a zone leaves the others their way out. `Single`: cheaper, one zone's NAT
   * serves all.
   * @default "OnePerZone"
   */
  natGateways?: "OnePerZone" | "Single";
  /**
   * Adds a subnet per zone that has no way out of the VPC, for data stores; not even to S3 or
   * DynamoDB. May be turned on later: no other subnet moves.
   * @default false
   */
  isolatedSubnets?: boolean;
  /**
   * Days that flow logs are kept.
   * @default 30
   */
  flowLogRetentionDays?: number;
}

/**
 * A VPC in which nothing has a public address: private subnets with a way out through NAT, and on
 * request isolated ones without.
 *
 * Creates a VPC (`awsx.ec2.Vpc`: subnets, route tables, NAT gateways and their addresses, gateway
 * endpoints for S3 and DynamoDB), a network ACL per kind of subnet, the emptied default security
 * group, an interface endpoint per service with one security group for all, and flow logs. The
 * endpoints' policies let identities of the account through to resources of the account.
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
  /** Security group of the interface endpoints. `undefined` without any. */
  readonly endpointsSecurityGroupId: pulumi.Output<string> | undefined;

  constructor(name: string, args: PrivateNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `PrivateNetwork "${name}"`;
    const { cidrBlock, layout } = checkNetworkArgs(component, args);
    super("palisade:network:PrivateNetwork", name, {}, opts);
    const child = { parent: this };
    warnOfOpenEndpoints(component, args, this);

    const policyOf = endpointPolicies(args, child);
    const vpc = createVpc(name, { ...args, cidrBlock }, layout, policyOf, child);

    closeDefaultSecurityGroup(name, vpc.vpcId, child);
    createAcl(`${name}-nat`, vpc.vpcId, vpc.publicSubnetIds, outboundSubnetRules(cidrBlock), child);
    createAcl(
      `${name}-private`,
      vpc.vpcId,
      vpc.privateSubnetIds,
      outboundSubnetRules(cidrBlock),
      child,
    );
    if (args.isolatedSubnets) {
      const rules = isolatedSubnetRules(cidrBlock);
      createAcl(`${name}-isolated`, vpc.vpcId, vpc.isolatedSubnetIds, rules, child);
    }

    const { endpoints, securityGroup } = createInterfaceEndpoints(
      name,
      vpc,
      { ...args, cidrBlock },
      policyOf,
      child,
    );

    new FlowLogs(
      `${name}-flow-logs`,
      {
        vpcId: vpc.vpcId,
        retentionDays: args.flowLogRetentionDays ?? defaults.flowLogRetentionDays,
      },
      child,
    );

    this.vpcId = vpc.vpcId;
    this.cidrBlock = cidrBlock;
    // Whoever runs there needs the endpoints: the subnets are ready once those are.
    this.privateSubnetIds = pulumi
      .output({ subnetIds: vpc.privateSubnetIds, endpointIds: endpoints.map(({ id }) => id) })
      .apply(({ subnetIds }) => subnetIds);
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    this.endpointsSecurityGroupId = securityGroup?.id;
    this.registerOutputs({
      vpcId: this.vpcId,
      cidrBlock,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }
}

type LaidOutArgs = PrivateNetworkArgs & { cidrBlock: string };

/** The policy of a service's endpoint; `undefined` leaves it to AWS's own, which is open. */
type PolicyOf = (service: string) => pulumi.Output<string> | undefined;

function endpointPolicies(args: PrivateNetworkArgs, opts: pulumi.InvokeOptions): PolicyOf {
  const { accountId } = aws.getCallerIdentityOutput({}, opts);
  const accountIds = [accountId, ...(args.trustedAccounts ?? [])];
  return (service) =>
    args.openEndpoints?.includes(service)
      ? undefined
      : endpointPolicy(service, { region: args.region, accountIds });
}

function warnOfOpenEndpoints(
  component: string,
  { openEndpoints = [] }: PrivateNetworkArgs,
  resource: pulumi.Resource,
): void {
  if (openEndpoints.length === 0) return;
  const message =
    `${component}: the endpoints of ${openEndpoints.join(", ")} let anybody's credentials through ` +
    `to anybody's resources (openEndpoints).`;
  void pulumi.log.warn(message, resource);
}

/**
 * Checks what a network is asked to be.
 *
 * @returns its range and how that is cut into subnets
 * @throws ComponentArgumentError
 */
export function checkNetworkArgs(
  component: string,
  args: Pick<PrivateNetworkArgs, "zones" | "cidrBlock"> & EndpointAccess,
): { cidrBlock: string; layout: SubnetLayout } {
  const { zones, cidrBlock = defaults.cidrBlock } = args;
  const different = new Set(zones).size;
  if (different !== zones.length || different < minZones || different > maxZones) {
    throw new ComponentArgumentError({
      component,
      argument: "zones",
      given: zones,
      allowed: `${minZones} to ${maxZones} different availability zones`,
      fix: `Name the region's zones, such as ["us-east-1a", "us-east-1b"].`,
    });
  }
  checkEndpointAccess(component, args);
  return { cidrBlock, layout: subnetLayout(component, cidrBlock) };
}

function createVpc(
  name: string,
  args: LaidOutArgs,
  layout: SubnetLayout,
  policyOf: PolicyOf,
  opts: pulumi.ComponentResourceOptions,
): awsx.ec2.Vpc {
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
        // Last, so that adding isolated subnets leaves the ranges before them where they are.
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

/** awsx lets instances in public subnets have public addresses; ours hold NAT gateways only. */
export const withoutPublicAddresses: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:ec2/subnet:Subnet"
    ? { props: { ...props, mapPublicIpOnLaunch: false }, opts }
    : undefined;

/** The group that AWS gives to whatever names none: with no rule it lets nothing in or out. */
function closeDefaultSecurityGroup(
  name: string,
  vpcId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId, ingress: [], egress: [] }, opts);
}

function createAcl(
  name: string,
  vpcId: pulumi.Input<string>,
  subnetIds: pulumi.Input<string[]>,
  rules: AclRules,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.ec2.NetworkAcl(name, { vpcId, subnetIds, ...rules }, opts);
}

function createInterfaceEndpoints(
  name: string,
  vpc: awsx.ec2.Vpc,
  args: LaidOutArgs,
  policyOf: PolicyOf,
  opts: pulumi.CustomResourceOptions,
): { endpoints: aws.ec2.VpcEndpoint[]; securityGroup?: aws.ec2.SecurityGroup } {
  const services = args.interfaceEndpoints ?? defaults.interfaceEndpoints;
  if (services.length === 0) return { endpoints: [] };
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      description: "HTTPS from the VPC to AWS services",
      vpcId: vpc.vpcId,
      ingress: [
        {
          description: "HTTPS from the VPC",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [args.cidrBlock],
        },
      ],
      egress: [],
    },
    opts,
  );
  const endpoints = services.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service.replaceAll(".", "-")}`,
        {
          vpcId: vpc.vpcId,
          serviceName: `com.amazonaws.${args.region}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: vpc.privateSubnetIds,
          securityGroupIds: [securityGroup.id],
          policy: policyOf(service),
        },
        opts,
      ),
  );
  return { endpoints, securityGroup };
}
