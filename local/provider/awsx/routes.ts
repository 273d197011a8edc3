import type { Input } from "@pulumi/pulumi/output.js";
import type { CustomResource } from "@pulumi/pulumi/resource.js";
import { AwsResource, under } from "./awsResource.ts";
import type { NatGateway } from "./natGateways.ts";
import type { CreatedSubnet } from "./subnets.ts";
import type { VpcArgs } from "./vpcArgs.ts";

/** A route to the internet for each public subnet, and for each private one if there is NAT. */
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
