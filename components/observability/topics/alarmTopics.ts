import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { administeredByTheAccount, ownAccount } from "../../shared/iam.ts";
import { checkOptions } from "../../shared/options.ts";
import { createChats } from "./chats.ts";
import {
  type AlarmTargets,
  alarmTargetsRules,
  needsTopic,
  type NotificationTargets,
} from "./targets.ts";

/**
 * The topics by which alarms of CloudWatch reach people.
 *
 * Creates for `page` and `ticket` a topic that only CloudWatch's alarms of this account may publish to, with a subscription
 * for each address, and for chats a role without permissions and a channel configuration each; with `ownKey` a KMS key.
 * Costs nothing at rest, with `ownKey` 1 USD a month. Mails cost 2 USD per 100,000 (us-east-1).
 */
export class AlarmTopics extends pulumi.ComponentResource {
  /** Topics for those on call. */
  readonly page: pulumi.Input<string>[];
  /** Topics for everybody else. */
  readonly ticket: pulumi.Input<string>[];

  constructor(name: string, args: AlarmTargets, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`AlarmTopics "${name}"`, args, alarmTargetsRules);
    super("palisade:observability:AlarmTopics", name, {}, opts);
    const child = { parent: this };
    const { page, ticket } = args;

    const hasTopic = [page, ticket].some((targets) => targets && needsTopic(targets));
    const keyArn = args.ownKey && hasTopic ? createKey(name, child).arn : undefined;
    const topicArns = (kind: "page" | "ticket", targets?: NotificationTargets) => [
      ...(targets && needsTopic(targets)
        ? [createTopic(`${name}-${kind}`, targets, keyArn, child).arn]
        : []),
      ...(targets?.topicArns ?? []),
    ];
    this.page = topicArns("page", page);
    this.ticket = topicArns("ticket", ticket);
    this.registerOutputs({ page: this.page, ticket: this.ticket });
  }
}

function createTopic(
  name: string,
  targets: NotificationTargets,
  keyArn: pulumi.Output<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): aws.sns.Topic {
  const topic = new aws.sns.Topic(name, keyArn ? { kmsMasterKeyId: keyArn } : {}, opts);
  new aws.sns.TopicPolicy(
    name,
    {
      arn: topic.arn,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          { ...fromAlarms(ownAccount(opts)), Action: "sns:Publish", Resource: topic.arn },
        ],
      }),
    },
    opts,
  );
  const subscribe = (suffix: string, protocol: string, endpoint: pulumi.Input<string>) =>
    new aws.sns.TopicSubscription(
      `${name}-${suffix}`,
      { topic: topic.arn, protocol, endpoint },
      opts,
    );
  for (const address of targets.emails ?? []) subscribe(address, "email", address);
  for (const [index, address] of (targets.webhooks ?? []).entries()) {
    // Their paths contain keys.
    subscribe(`webhook-${index + 1}`, "https", pulumi.secret(address));
  }
  createChats(name, targets, topic, opts);
  return topic;
}

/**
 * Alarms of this account, of any region: an alarm publishes only within its own.
 * Sources: SNS Developer Guide, "Example cases for Amazon SNS access control"; AWS Knowledge Center, "Why didn't I receive an
 * SNS notification for my CloudWatch alarm trigger?".
 */
const fromAlarms = (account: pulumi.Output<string>) => ({
  Sid: "FromAlarms",
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Condition: {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:cloudwatch:*:${account}:alarm:*` },
  },
});

/**
 * A key that CloudWatch may encrypt messages with: the key that AWS manages for SNS does not let alarms in.
 * Source: AWS Knowledge Center, "How do I set up a CloudWatch alarm with an encrypted SNS topic?".
 */
function createKey(name: string, opts: pulumi.CustomResourceOptions): aws.kms.Key {
  const account = ownAccount(opts);
  return new aws.kms.Key(
    `${name}-topics`,
    {
      description: `Messages of the alarms of ${name}`,
      enableKeyRotation: true,
      // The role of a deployment may only make such keys.
      multiRegion: true,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          account.apply(administeredByTheAccount),
          {
            ...fromAlarms(account),
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
            Resource: "*",
          },
        ],
      }),
    },
    opts,
  );
}
