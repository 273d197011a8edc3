import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rolePolicy, serviceRole } from "../shared/iam.ts";
import { createLogGroup } from "../shared/logGroup.ts";
import { checkOptions, required } from "../shared/options.ts";
import { logRetentionDays, resourceId } from "../shared/rules.ts";

export interface FlowLogsArgs {
  vpcId: pulumi.Input<string>;
  /** Days that the log is kept. @default the platform's `observability.logs`, else 30 */
  retentionDays?: number | undefined;
}

/**
 * Records every connection of a VPC, accepted or refused.
 *
 * Creates a log group, a role that may only write to it, and the flow log. Costs depend on the
 * traffic, which is logged in CloudWatch Logs.
 */
export class FlowLogs extends pulumi.ComponentResource {
  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`FlowLogs "${name}"`, args, {
      vpcId: required(resourceId),
      retentionDays: logRetentionDays,
    });
    super("palisade:network:FlowLogs", name, {}, opts);
    const child = { parent: this };

    const logGroup = createLogGroup(name, { retentionDays: args.retentionDays }, child);
    const role = serviceRole(name, "vpc-flow-logs.amazonaws.com", child);
    const policy = rolePolicy(
      name,
      role,
      [
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [pulumi.interpolate`${logGroup.arn}:*`],
        },
      ],
      child,
    );
    new aws.ec2.FlowLog(
      name,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: 60,
      },
      pulumi.mergeOptions(child, { dependsOn: [policy] }),
    );
    this.registerOutputs();
  }
}
