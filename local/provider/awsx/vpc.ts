import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResource,
  type CustomResourceOptions,
} from "@pulumi/pulumi/resource.js";
import { AwsResource, mergeTags, under } from "./awsResource.ts";
import { sizeOf } from "./ipv4Range.ts";
import type { SubnetType } from "./layout.ts";
import { layOutSubnets } from "./subnetLayout.ts";
import type { TaggedSubnetSpec, Tags, VpcArgs } from "./vpcArgs.ts";
import {
  type CreatedSubnet,
  createEndpoints,
  createNatGateways,
  createRoutes,
  createSubnet,
  type PlannedSubnet,
} from "./vpcParts.ts";

/**
 * Creates the resources of `awsx.ec2.Vpc` 3.9 with the same names and parents: a VPC, an internet
 * gateway, a subnet with a route table for each zone and spec, routes to the internet, NAT gateways
 * with their addresses, and endpoints.
 */
export class Vpc extends ComponentResource {
  /** The outputs that awsx documents. */
  readonly outputs: Readonly<Record<string, unknown>>;

  /** @throws AwsxArgumentError if its subnets do not fit, before any resource is registered */
  constructor(name: string, args: VpcArgs, options?: ComponentResourceOptions) {
    const planned = inCreationOrder(layOutSubnets(name, args));
    super("awsx:ec2:Vpc", name, {}, options);

    const tags = mergeTags({ Name: name }, args.tags);
    const vpc = createVpc(name, args, tags, { parent: this });
    const internetGateway = createInternetGateway(name, args, vpc, tags);
    const subnets = planned.map((subnet) => createSubnet(subnet, args, vpc, tags));
    const natGateways = createNatGateways(name, args, subnets);
    const routes = createRoutes(args, subnets, internetGateway, natGateways);
    const routeTables = subnets.map(({ routeTable }) => routeTable);
    const vpcEndpoints = createEndpoints(args, vpc, routeTables, tags);

    this.outputs = {
      vpc,
      vpcId: vpc.id,
      internetGateway,
      ...subnetOutputs(subnets),
      subnetLayout: args.subnetSpecs.map(resolvedSpec),
      routeTables,
      routeTableAssociations: subnets.map(({ association }) => association),
      routes,
      natGateways: natGateways.map(({ gateway }) => gateway),
      eips: natGateways.map(({ eip }) => eip),
      vpcEndpoints,
    };
    // As in awsx, the program receives the outputs, but the state does not contain them.
    this.registerOutputs();
  }
}

const typeOrder: readonly SubnetType[] = ["Public", "Private", "Isolated"];

/** Sorts by zone, then by type. The lists in the outputs have this order. */
const inCreationOrder = (subnets: readonly PlannedSubnet[]): PlannedSubnet[] =>
  subnets.toSorted(
    (one, other) =>
      one.zoneNumber - other.zoneNumber ||
      typeOrder.indexOf(one.spec.type) - typeOrder.indexOf(other.spec.type),
  );

function createVpc(
  name: string,
  { cidrBlock, region, vpcSettings }: VpcArgs,
  tags: Tags,
  options: CustomResourceOptions,
): CustomResource {
  return new AwsResource(
    "aws:ec2/vpc:Vpc",
    name,
    { ...vpcSettings, cidrBlock, region, tags },
    options,
  );
}

function createInternetGateway(
  name: string,
  { region }: VpcArgs,
  vpc: CustomResource,
  tags: Tags,
): CustomResource {
  const type = "aws:ec2/internetGateway:InternetGateway";
  return new AwsResource(type, name, { region, vpcId: vpc.id, tags }, under(vpc));
}

function subnetOutputs(created: readonly CreatedSubnet[]) {
  const ofType = (type: SubnetType) =>
    created.filter(({ planned }) => planned.spec.type === type).map(({ subnet }) => subnet);
  const idsOfType = (type: SubnetType) => ofType(type).map(({ id }) => id);
  return {
    subnets: created.map(({ subnet }) => subnet),
    publicSubnets: ofType("Public"),
    privateSubnets: ofType("Private"),
    isolatedSubnets: ofType("Isolated"),
    publicSubnetIds: idsOfType("Public"),
    privateSubnetIds: idsOfType("Private"),
    isolatedSubnetIds: idsOfType("Isolated"),
  };
}

const resolvedSpec = ({ type, name, cidrMask, cidrBlocks }: TaggedSubnetSpec) => ({
  type,
  name,
  cidrMask,
  cidrBlocks,
  size: cidrMask === undefined ? undefined : sizeOf({ prefix: cidrMask }),
});
