import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkOptions, flag, type OptionRules, required, text } from "../shared/options.ts";
import { port, resourceId, subnetIds } from "../shared/rules.ts";
import * as defaults from "./defaults.ts";

export interface InternalLoadBalancerArgs {
  vpcId: pulumi.Input<string>;
  /** Private subnets, in at least two zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Port on which the targets listen. */
  targetPort: number;
  /** Path that responds with 200 while a target works. */
  healthPath: string;
  deletionProtection: boolean;
  /** Certificate with which it serves HTTPS alone. @default HTTP */
  certificateArn?: pulumi.Input<string> | undefined;
}

export const healthPath = text(/^\//, 'a path that begins with "/"');

const loadBalancerRules: OptionRules<InternalLoadBalancerArgs> = {
  vpcId: required(resourceId),
  subnetIds: required(subnetIds),
  targetPort: required(port),
  healthPath: required(healthPath),
  deletionProtection: required(flag),
  certificateArn: resourceId,
};

/**
 * An application load balancer with no public address, listening on HTTP, or with a certificate on
 * HTTPS, in the VPC. The targets get HTTP.
 *
 * Creates the load balancer, its security group without any rule, a target group of IP addresses
 * and a listener. Costs about 16 USD a month at rest (us-east-1).
 */
export class InternalLoadBalancer extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  /** Id of the hosted zone of that name, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  readonly port: number;
  readonly securityGroupId: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  /** Dimensions of the metrics of load balancer and target group. */
  readonly dimensions: { readonly [Of in "loadBalancer" | "targetGroup"]: pulumi.Output<string> };
  readonly listener: aws.lb.Listener;
  /** Known once its listener exists, so that what calls it comes later. */
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    args: InternalLoadBalancerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkOptions(`InternalLoadBalancer "${name}"`, args, loadBalancerRules);
    super("palisade:service:InternalLoadBalancer", name, {}, opts);
    const child = { parent: this };

    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-load-balancer`,
      { description: `Load balancer of ${name}`, vpcId: args.vpcId },
      child,
    );
    const loadBalancer = new aws.lb.LoadBalancer(
      name,
      {
        internal: true,
        loadBalancerType: "application",
        subnets: args.subnetIds,
        securityGroups: [securityGroup.id],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "strictest",
        enableDeletionProtection: args.deletionProtection,
      },
      child,
    );
    const targetGroup = new aws.lb.TargetGroup(
      name,
      {
        vpcId: args.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: args.targetPort,
        deregistrationDelay: defaults.stopTimeoutSeconds,
        healthCheck: {
          path: args.healthPath,
          matcher: "200",
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      },
      child,
    );
    const { certificateArn } = args;
    // Two names: when a service moves to HTTPS, both listeners exist until nothing uses the old one.
    this.listener = new aws.lb.Listener(
      certificateArn === undefined ? name : `${name}-tls`,
      {
        loadBalancerArn: loadBalancer.arn,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        ...(certificateArn === undefined
          ? { port: defaults.loadBalancerPort, protocol: "HTTP" }
          : {
              port: defaults.tlsPort,
              protocol: "HTTPS",
              sslPolicy: defaults.tlsPolicy,
              certificateArn,
            }),
      },
      child,
    );

    this.url = pulumi.interpolate`http://${loadBalancer.dnsName}`;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.port = certificateArn === undefined ? defaults.loadBalancerPort : defaults.tlsPort;
    this.securityGroupId = securityGroup.id;
    this.targetGroupArn = targetGroup.arn;
    this.dimensions = { loadBalancer: loadBalancer.arnSuffix, targetGroup: targetGroup.arnSuffix };
    this.arn = pulumi.all([loadBalancer.arn, this.listener.arn]).apply(([arn]) => arn);
    this.registerOutputs({ url: this.url, port: this.port });
  }
}
