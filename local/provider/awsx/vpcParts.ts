import { warn } from "@pulumi/pulumi/log/index.js";
import type { Input } from "@pulumi/pulumi/output.js";
import type { CustomResource } from "@pulumi/pulumi/resource.js";
import { AwsResource, mergeTags, under } from "./awsResource.ts";
import type { Subnet } from "./layout.ts";
import type { EndpointSpec, TaggedSubnetSpec, Tags, VpcArgs } from "./vpcArgs.ts";

export type PlannedSubnet = Subnet<TaggedSubnetSpec>;

/** A subnet with its route table. */
export interface CreatedSubnet {
  readonly planned: PlannedSubnet;
  readonly subnet: CustomResource;
  readonly routeTable: CustomResource;
  readonly association: CustomResource;
}

/** @param vpcTags - tags of the VPC, which its subnets share */
export function createSubnet(
  planned: PlannedSubnet,
  { region }: VpcArgs,
  vpc: CustomResource,
  vpcTags: Tags,
): CreatedSubnet {
  const { name, spec, zone, cidrBlock } = planned;
  const ownTags = { Name: name, SubnetType: spec.type };

  const subnet = new AwsResource(
    "aws:ec2/subnet:Subnet",
    name,
    {
      region,
      vpcId: vpc.id,
      availabilityZone: zone,
      mapPublicIpOnLaunch: spec.type === "Public",
      assignIpv6AddressOnCreation: false,
      cidrBlock,
      tags: mergeTags(vpcTags, spec.tags, ownTags),
    },
    under(vpc),
  );
  const routeTable = new AwsResource(
    "aws:ec2/routeTable:RouteTable",
    name,
    { region, vpcId: vpc.id, tags: mergeTags(vpcTags, ownTags) },
    under(subnet),
  );
  const association = new AwsResource(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    name,
    { region, routeTableId: routeTable.id, subnetId: subnet.id },
    under(routeTable),
  );
  return { planned, subnet, routeTable, association };
}

export interface NatGateway {
  /** The zone's number, from 1. */
  readonly zoneNumber: number;
  readonly eip: CustomResource;
  readonly gateway: CustomResource;
}

/** Creates NAT gateways by the VPC's strategy, each with an address. */
export function createNatGateways(
  vpcName: string,
  args: VpcArgs,
  subnets: readonly CreatedSubnet[],
): NatGateway[] {
  return hosts(args, subnets).map(({ planned: { zoneNumber }, subnet }) => {
    const name = `${vpcName}-${zoneNumber}`;
    const { region } = args;
    const tags = mergeTags(args.tags, { Name: name });
    const eip = new AwsResource("aws:ec2/eip:Eip", name, { region, tags }, under(subnet));
    const gateway = new AwsResource(
      "aws:ec2/natGateway:NatGateway",
      name,
      // The id of an address is its allocation id.
      { region, subnetId: subnet.id, allocationId: eip.id, tags },
      under(subnet),
    );
    return { zoneNumber, eip, gateway };
  });
}

/** The first public subnet of each zone, or of the first zone alone. */
function hosts({ natStrategy }: VpcArgs, subnets: readonly CreatedSubnet[]): CreatedSubnet[] {
  const publicSubnets = subnets.filter(({ planned }) => planned.spec.type === "Public");
  if (natStrategy === "None") return [];
  if (natStrategy === "Single") return publicSubnets.slice(0, 1);
  const zoneOf = (created: CreatedSubnet | undefined) => created?.planned.zoneNumber;
  return publicSubnets.filter((subnet, at) => zoneOf(subnet) !== zoneOf(publicSubnets[at - 1]));
}

/** Creates a route to the internet for each public subnet, and with NAT for each private one. */
export function createRoutes(
  { region }: VpcArgs,
  subnets: readonly CreatedSubnet[],
  internetGateway: CustomResource,
  natGateways: readonly NatGateway[],
): CustomResource[] {
  return subnets.flatMap(({ planned, routeTable }) => {
    const target = targetOf(planned, internetGateway, natGateways);
    if (!target) return [];
    const type = "aws:ec2/route:Route";
    const destination = { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0" };
    const args = { region, ...destination, ...target };
    return [new AwsResource(type, planned.name, args, under(routeTable))];
  });
}

type Target = { gatewayId: Input<string> } | { natGatewayId: Input<string> };

function targetOf(
  { spec, zoneNumber }: CreatedSubnet["planned"],
  internetGateway: CustomResource,
  natGateways: readonly NatGateway[],
): Target | undefined {
  if (spec.type === "Public") return { gatewayId: internetGateway.id };
  const ofZone = natGateways.find((nat) => nat.zoneNumber === zoneNumber) ?? natGateways[0];
  return spec.type === "Private" && ofZone ? { natGatewayId: ofZone.gateway.id } : undefined;
}

/** Creates the VPC's endpoints. As in awsx, their names are those of the services alone. */
export function createEndpoints(
  { endpointSpecs, endpointStrategy, region }: VpcArgs,
  vpc: CustomResource,
  routeTables: readonly CustomResource[],
  vpcTags: Tags,
): CustomResource[] {
  return endpointSpecs.map((spec) => {
    const gateway = (spec.vpcEndpointType ?? "Gateway") === "Gateway";
    const open = gateway && spec.routeTableIds === undefined;
    if (open && endpointStrategy === "Legacy") warnOfNoRoutes(spec, vpc);
    const all = routeTables.map(({ id }) => id);
    return new AwsResource(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      spec.serviceName,
      {
        region,
        ...spec,
        ...(open && endpointStrategy === "Auto" ? { routeTableIds: all } : {}),
        tags: mergeTags(vpcTags, spec.tags),
        vpcId: vpc.id,
      },
      under(vpc),
    );
  });
}

function warnOfNoRoutes({ serviceName }: EndpointSpec, vpc: CustomResource): void {
  const message =
    `Endpoint "${serviceName}" has no routeTableIds, so no subnet uses it. Set ` +
    `vpcEndpointStrategy: "Auto" to add the route tables of all subnets.`;
  void warn(message, vpc);
}
