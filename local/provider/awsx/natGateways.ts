import type { CustomResource } from "@pulumi/pulumi/resource.js";
import { AwsResource, under } from "./awsResource.ts";
import type { CreatedSubnet } from "./subnets.ts";
import { mergeTags } from "./tags.ts";
import type { VpcArgs } from "./vpcArgs.ts";

export interface NatGateway {
  /** The zone's place among the zones, from 1. */
  readonly zoneNumber: number;
  readonly eip: CustomResource;
  readonly gateway: CustomResource;
}

/** NAT gateways by the VPC's strategy, each with an address. */
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
      // An address's id is its allocation id.
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
