import type { CustomResource } from "@pulumi/pulumi/resource.js";
import { AwsResource, under } from "./awsResource.ts";
import type { Subnet } from "./subnetLayout.ts";
import { mergeTags } from "./tags.ts";
import type { Tags, TaggedSubnetSpec, VpcArgs } from "./vpcArgs.ts";

export type PlannedSubnet = Subnet<TaggedSubnetSpec>;

/** A subnet with what comes with it. */
export interface CreatedSubnet {
  readonly planned: PlannedSubnet;
  readonly subnet: CustomResource;
  readonly routeTable: CustomResource;
  readonly association: CustomResource;
}

/** @param vpcTags - of the VPC, which its subnets have too */
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
