import type * as aws from "@pulumi/aws";
import awsPackage from "@pulumi/aws/package.json" with { type: "json" };
import { all, type Output } from "@pulumi/pulumi/output.js";
import { CustomResource, type CustomResourceOptions } from "@pulumi/pulumi/resource.js";
import type { Tags } from "./vpcArgs.ts";

/** Arguments by type token. */
interface ArgsByType {
  "aws:ec2/eip:Eip": aws.ec2.EipArgs;
  "aws:ec2/internetGateway:InternetGateway": aws.ec2.InternetGatewayArgs;
  "aws:ec2/natGateway:NatGateway": aws.ec2.NatGatewayArgs;
  "aws:ec2/route:Route": aws.ec2.RouteArgs;
  "aws:ec2/routeTable:RouteTable": aws.ec2.RouteTableArgs;
  "aws:ec2/routeTableAssociation:RouteTableAssociation": aws.ec2.RouteTableAssociationArgs;
  "aws:ec2/subnet:Subnet": aws.ec2.SubnetArgs;
  "aws:ec2/vpc:Vpc": aws.ec2.VpcArgs;
  "aws:ec2/vpcEndpoint:VpcEndpoint": aws.ec2.VpcEndpointArgs;
}

/**
 * A resource of the aws package with no outputs but the id. It does without the package's code, which
 * takes half a second to load at each start of the plugin.
 */
export class AwsResource<Type extends keyof ArgsByType> extends CustomResource {
  constructor(type: Type, name: string, args: ArgsByType[Type], options: CustomResourceOptions) {
    // The version of the program's own resources, so that all share one provider.
    super(type, name, args, { version: awsPackage.version, ...options });
  }
}

/** Options of a child that is created after its parent. */
export const under = (parent: CustomResource): CustomResourceOptions => ({
  parent,
  dependsOn: [parent],
});

/** Merges tags. A later value replaces an earlier one. */
export const mergeTags = (...tags: Tags[]): Output<Record<string, string>> =>
  all(tags).apply((known) => Object.assign({}, ...known) as Record<string, string>);
