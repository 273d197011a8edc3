import type { Properties } from "../../graph/resource.ts";
import {
  type CreateRequest,
  physicalName,
  required,
  type ResourceKinds,
  type UpdateRequest,
  uuid,
} from "../kind.ts";

/** Topics and their subscriptions exist for real: what is published reaches queues and functions. */
export const topicKinds: ResourceKinds = {
  "aws:sns/topic:Topic": {
    autoname: "name",
    nameEnding: ({ fifoTopic }) => (fifoTopic === true ? ".fifo" : ""),
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const sns = await context.aws.sns();
      const { TopicArn } = await sns.createTopic({
        Name: name,
        Attributes: {
          ...(inputs["fifoTopic"] === true ? { FifoTopic: "true" } : {}),
          ...attributesOf(topicAttributes, inputs),
        },
      });
      return { id: TopicArn!, outputs: { name, arn: TopicArn, owner: context.accountId } };
    },
    update: updateTopic,
    delete: async ({ id, context }) => (await context.aws.sns()).deleteTopic({ TopicArn: id }),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    create: async (request) => {
      const { inputs, context } = request;
      const TopicArn = required(request, "topic");
      const sns = await context.aws.sns();
      const { SubscriptionArn } = await sns.subscribe({
        TopicArn,
        Protocol: required(request, "protocol"),
        Endpoint: required(request, "endpoint"),
        Attributes: attributesOf(subscriptionAttributes, inputs),
        ReturnSubscriptionArn: true,
      });
      const isPending = needsConfirmation(request);
      // MiniStack 1.5.33 says "pending confirmation" although it is asked for the ARN.
      const arn = SubscriptionArn?.startsWith("arn:")
        ? SubscriptionArn
        : `${TopicArn}:${uuid(request)}`;
      return {
        id: arn,
        outputs: {
          arn,
          ownerId: context.accountId,
          pendingConfirmation: isPending,
          confirmationWasAuthenticated: !isPending,
        },
      };
    },
    update: updateSubscription,
    delete: async ({ id, context }) =>
      (await context.aws.sns()).unsubscribe({ SubscriptionArn: id }),
  },
};

const needsConfirmation = (request: CreateRequest): boolean =>
  ["http", "https", "email", "email-json"].includes(required(request, "protocol"));

/** SNS's names of inputs. */
const topicAttributes: Readonly<Record<string, string>> = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  fifoThroughputScope: "FifoThroughputScope",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  tracingConfig: "TracingConfig",
};

const subscriptionAttributes: Readonly<Record<string, string>> = {
  deliveryPolicy: "DeliveryPolicy",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
};

type Names = Readonly<Record<string, string>>;

/** What is given; an empty text gives nothing. */
function attributesOf(names: Names, inputs: Properties): Record<string, string> {
  const entries = Object.entries(names).map(([from, to]) => [to, String(inputs[from] ?? "")]);
  return Object.fromEntries(entries.filter(([, value]) => value !== "")) as Record<string, string>;
}

/** What a change of the inputs changes; an input that is gone has an empty value. */
const changes = (names: Names, { inputs, changed }: UpdateRequest) =>
  changed.flatMap((property) => {
    const name = names[property];
    const value = String(inputs[property] ?? "");
    return name === undefined ? [] : [{ AttributeName: name, AttributeValue: value }];
  });

async function updateTopic(request: UpdateRequest): Promise<void> {
  const sns = await request.context.aws.sns();
  for (const change of changes(topicAttributes, request)) {
    await sns.setTopicAttributes({ TopicArn: request.id, ...change });
  }
}

async function updateSubscription(request: UpdateRequest): Promise<void> {
  const sns = await request.context.aws.sns();
  for (const change of changes(subscriptionAttributes, request)) {
    await sns.setSubscriptionAttributes({ SubscriptionArn: request.id, ...change });
  }
}
