import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkOptions, mapOf, options, type OptionRules, required } from "../shared/options.ts";
import { port, resourceId, subnetIds } from "../shared/rules.ts";
import { allowConnections } from "../shared/securityGroups.ts";

/** A load balancer that the link leads to. */
interface LinkTarget {
  securityGroupId: pulumi.Input<string>;
  port: number;
}

export interface VpcLinkArgs {
  vpcId: pulumi.Input<string>;
  /** Private subnets in which the link has its network interfaces. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Load balancers by the names of their services; each of them admits the link. */
  targets: Record<string, LinkTarget>;
}

const vpcLinkRules: OptionRules<VpcLinkArgs> = {
  vpcId: required(resourceId),
  subnetIds: required(subnetIds),
  targets: required(
    mapOf(options<LinkTarget>({ securityGroupId: required(resourceId), port: required(port) })),
  ),
};

/**
 * API Gateway's connection into the VPC, to load balancers and nothing else.
 *
 * Creates a VPC link (of the second version), its security group, and for each load balancer a rule
 * on both sides. Costs nothing at rest. After 60 days without traffic, AWS removes its network
 * interfaces, and the next calls fail until AWS has created them again.
 */
export class VpcLink extends pulumi.ComponentResource {
  readonly vpcLinkId: pulumi.Output<string>;

  constructor(name: string, args: VpcLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`VpcLink "${name}"`, args, vpcLinkRules);
    super("palisade:proxy:VpcLink", name, {}, opts);
    const child = { parent: this };

    const securityGroup = new aws.ec2.SecurityGroup(
      name,
      { description: `VPC link of ${name}`, vpcId: args.vpcId },
      child,
    );
    for (const [service, { port: targetPort, securityGroupId }] of Object.entries(args.targets)) {
      allowConnections(
        targetPort,
        {
          name: `${name}-${service}-to-service`,
          securityGroupId: securityGroup.id,
          description: "To the load balancer of the service",
        },
        { name: `${name}-${service}-from-link`, securityGroupId, description: "From the VPC link" },
        child,
      );
    }
    const link = new aws.apigatewayv2.VpcLink(
      name,
      { subnetIds: args.subnetIds, securityGroupIds: [securityGroup.id] },
      child,
    );

    this.vpcLinkId = link.id;
    this.registerOutputs({ vpcLinkId: this.vpcLinkId });
  }
}
