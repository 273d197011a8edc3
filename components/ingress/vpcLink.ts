import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A load balancer that the link leads to. */
export interface LinkTarget {
  securityGroupId: pulumi.Input<string>;
  port: number;
}

export interface VpcLinkArgs {
  vpcId: pulumi.Input<string>;
  /** Private subnets in which the link has its network interfaces. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Load balancers by the names of their services; each is opened for the link. */
  targets: Record<string, LinkTarget>;
}

/**
 * API Gateway's own way into the VPC, to load balancers and nowhere else.
 *
 * Creates a VPC link (of the second version), its security group, and for each load balancer a rule
 * on both sides. Costs nothing at rest. After 60 days without traffic AWS takes its network
 * interfaces away, and the first calls after that fail until they are back.
 */
export class VpcLink extends pulumi.ComponentResource {
  readonly vpcLinkId: pulumi.Output<string>;

  constructor(name: string, args: VpcLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("palisade:proxy:VpcLink", name, {}, opts);
    const child = { parent: this };

    const securityGroup = new aws.ec2.SecurityGroup(
      name,
      { description: `VPC link of ${name}`, vpcId: args.vpcId },
      child,
    );
    for (const [service, target] of Object.entries(args.targets)) {
      openWay(`${name}-${service}`, securityGroup, target, child);
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

/** A way from the link to a load balancer, opened on both sides and for nobody else. */
function openWay(
  name: string,
  securityGroup: aws.ec2.SecurityGroup,
  { securityGroupId, port }: LinkTarget,
  opts: pulumi.CustomResourceOptions,
): void {
  const way = { ipProtocol: "tcp", fromPort: port, toPort: port };
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-to-service`,
    {
      ...way,
      securityGroupId: securityGroup.id,
      referencedSecurityGroupId: securityGroupId,
      description: "To the load balancer of the service",
    },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-from-link`,
    {
      ...way,
      securityGroupId,
      referencedSecurityGroupId: securityGroup.id,
      description: "From the VPC link",
    },
    opts,
  );
}
