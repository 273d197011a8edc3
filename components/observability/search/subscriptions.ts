import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rolePolicy, serviceRole } from "../../shared/iam.ts";

/** A log group, and what it is a log of. */
export interface SearchedGroup {
  /** The group's resource name. */
  readonly name: string;
  readonly group: aws.cloudwatch.LogGroup;
  readonly kind: "access" | "execution" | "firewall" | "function" | "service";
}

/** Sends each line of the groups to a stream. The filter's name tells the function what the lines are (functions/logs/firehose). */
export function subscribe(
  name: string,
  groups: readonly SearchedGroup[],
  stream: aws.kinesis.FirehoseDeliveryStream,
  opts: pulumi.CustomResourceOptions,
): void {
  const role = serviceRole(`${name}-subscriptions`, "logs.amazonaws.com", opts);
  const policy = rolePolicy(
    `${name}-subscriptions`,
    role,
    [{ actions: ["firehose:PutRecord", "firehose:PutRecordBatch"], resources: [stream.arn] }],
    opts,
  );
  for (const { name: groupName, group, kind } of groups) {
    new aws.cloudwatch.LogSubscriptionFilter(
      `${name}-${groupName}`,
      {
        name: pulumi.interpolate`palisade/${kind}/${group.name}`,
        logGroup: group.name,
        filterPattern: "",
        destinationArn: stream.arn,
        roleArn: role.arn,
      },
      // CloudWatch Logs tries the stream when a filter is made.
      pulumi.mergeOptions(opts, { dependsOn: [policy] }),
    );
  }
}
