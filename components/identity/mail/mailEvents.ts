import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../../function/index.ts";
import { consumeQueue, consumes } from "../../functions/queueConsumer.ts";
import { ownAccount } from "../../shared/iam.ts";

/** The private subnets that functions run in. */
export interface FunctionNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}

const timeoutSeconds = 10;

/**
 * Reports bounces and complaints about the mails of a configuration set: SES sends them to EventBridge, a rule to a queue,
 * and a function logs them with metrics. The function calls nothing, so its security group lets nothing out.
 *
 * The events of AWS's services on the default bus cost nothing, and a team may have further rules for them.
 * Sources: SES Developer Guide, "Monitoring SES events using Amazon EventBridge"; SES API v2 Reference,
 * "EventBridgeDestination" (the default bus only).
 *
 * @param name - the configuration set's
 */
export function createMailEvents(
  name: string,
  region: string,
  set: aws.sesv2.ConfigurationSet,
  { vpcId, subnetIds }: FunctionNetwork,
  opts: pulumi.CustomResourceOptions,
): void {
  const accountId = ownAccount(opts);
  const queue = queueOfEvents(name, accountId, opts);
  new aws.sesv2.ConfigurationSetEventDestination(
    name,
    {
      configurationSetName: set.configurationSetName,
      eventDestinationName: "events",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["BOUNCE", "COMPLAINT"],
        eventBridgeDestination: {
          eventBusArn: pulumi.interpolate`arn:aws:events:${region}:${accountId}:event-bus/default`,
        },
      },
    },
    opts,
  );

  // Created after the function's role, so that it is deleted before it.
  const [securityGroupId, setSecurityGroupId] = pulumi.deferredOutput<string>();
  const own = new BundledFunction(
    `${name}-events`,
    {
      source: "mailEvents",
      timeoutSeconds,
      statements: [consumes(queue)],
      vpc: { subnetIds, securityGroupId },
    },
    opts,
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-events`,
    { description: `Function ${name}-events`, vpcId },
    pulumi.mergeOptions(opts, { dependsOn: [...own.permissions] }),
  );
  setSecurityGroupId(securityGroup.id);
  const consumer = { component: "UserDirectory", queue, timeoutSeconds };
  const functionArn = own.function.arn;
  consumeQueue(`${name}-events`, { from: "mail" }, { ...consumer, functionArn }, opts);
}

/** A queue of the set's events, which only the rule can send to. */
function queueOfEvents(
  name: string,
  accountId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    name,
    { sqsManagedSseEnabled: true, visibilityTimeoutSeconds: 6 * timeoutSeconds },
    opts,
  );
  const rule = new aws.cloudwatch.EventRule(
    name,
    {
      description: `Bounces and complaints about mails of ${name}`,
      eventPattern: JSON.stringify({
        source: ["aws.ses"],
        "detail-type": ["Email Bounced", "Email Complaint Received"],
        detail: { mail: { tags: { "ses:configuration-set": [name] } } },
      }),
    },
    opts,
  );
  new aws.sqs.QueuePolicy(
    name,
    {
      queueUrl: queue.url,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue.arn,
            Condition: {
              StringEquals: { "aws:SourceAccount": accountId },
              ArnEquals: { "aws:SourceArn": rule.arn },
            },
          },
        ],
      }),
    },
    opts,
  );
  new aws.cloudwatch.EventTarget(name, { rule: rule.name, arn: queue.arn }, opts);
  return queue;
}
