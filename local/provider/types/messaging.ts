import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  physicalName,
  type ProviderContext,
  required,
  type ResourceKind,
  type ResourceKinds,
  type UpdateRequest,
  uuid,
} from "../kind.ts";
import { missingQueues, missingTopics } from "./missing.ts";

export const messagingKinds: ResourceKinds = {
  // Topics and subscriptions exist at the AWS endpoint, which delivers messages to queues and functions.
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
    missing: missingTopics,
  },
  // The endpoint keeps a topic's policy, and deletes it with the topic.
  "aws:sns/topicPolicy:TopicPolicy": {
    create: async (request) => {
      const id = required(request, "arn");
      await putTopicPolicy(request, id);
      return { id, outputs: { owner: request.context.accountId } };
    },
    update: (request) => putTopicPolicy(request, request.id),
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
      // MiniStack 1.5.33 returns "pending confirmation" instead of the requested ARN.
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
  // Settings of the account: nothing here costs money, and no phone shows a sender.
  "aws:sns/smsPreferences:SmsPreferences": {
    create: () => ({ id: "aws_sns_sms_id", outputs: {} }),
  },
  // Queues exist at the AWS endpoint, where their messages can be received.
  "aws:sqs/queue:Queue": {
    autoname: "name",
    nameEnding: ({ fifoQueue }) => (fifoQueue === true ? ".fifo" : ""),
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const sqs = await context.aws.sqs();
      const { QueueUrl } = await sqs.createQueue({
        QueueName: name,
        Attributes: {
          ...(inputs["fifoQueue"] === true ? { FifoQueue: "true" } : {}),
          ...given(queueAttributesOf(inputs, Object.keys(inputs))),
        },
      });
      // The SDK sends to the URL's host, and warns if that is not the one of AWS_ENDPOINT_URL.
      const url = `${context.aws.url}${String(QueueUrl).replace(/^https?:\/\/[^/]+/, "")}`;
      return { id: url, outputs: { name, arn: arn(request, "sqs", name), url } };
    },
    update: updateQueue,
    delete: async ({ id, context }) => (await context.aws.sqs()).deleteQueue({ QueueUrl: id }),
    missing: missingQueues,
  },
  // Topics and rules need a policy to send to a queue.
  "aws:sqs/queuePolicy:QueuePolicy": attributeOf("policy", "Policy"),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": attributeOf(
    "redriveAllowPolicy",
    "RedriveAllowPolicy",
  ),
  "aws:sqs/redrivePolicy:RedrivePolicy": attributeOf("redrivePolicy", "RedrivePolicy"),
};

const needsConfirmation = (request: CreateRequest): boolean =>
  ["http", "https", "email", "email-json"].includes(required(request, "protocol"));

/** SNS's names of inputs, by Pulumi's names. */
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

/** Attributes of the inputs that are set. An empty string counts as unset. */
function attributesOf(names: Names, inputs: Properties): Record<string, string> {
  const entries = Object.entries(names).map(([from, to]) => [to, String(inputs[from] ?? "")]);
  return Object.fromEntries(entries.filter(([, value]) => value !== "")) as Record<string, string>;
}

/** Attributes of the changed inputs; empty for an input that was removed. */
const changes = (names: Names, { inputs, changed }: UpdateRequest) =>
  changed.flatMap((property) => {
    const name = names[property];
    const value = String(inputs[property] ?? "");
    return name === undefined ? [] : [{ AttributeName: name, AttributeValue: value }];
  });

async function putTopicPolicy({ inputs, context }: CreateRequest, TopicArn: string): Promise<void> {
  const { policy } = inputs;
  const AttributeValue = typeof policy === "string" ? policy : JSON.stringify(policy);
  const sns = await context.aws.sns();
  await sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue });
}

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

/**
 * A resource that is one attribute of a queue.
 *
 * @param property - the input with the attribute, as JSON or as an object
 */
function attributeOf(property: string, attribute: string): ResourceKind {
  const put = async ({ aws }: ProviderContext, url: string, value: string) =>
    (await aws.sqs()).setQueueAttributes({ QueueUrl: url, Attributes: { [attribute]: value } });
  const valueOf = ({ inputs }: CreateRequest) => {
    const value = inputs[property];
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  return {
    create: async (request) => {
      const id = required(request, "queueUrl");
      await put(request.context, id, valueOf(request));
      return { id, outputs: {} };
    },
    update: async (request) => void (await put(request.context, request.id, valueOf(request))),
    delete: ({ id, context }) => put(context, id, ""),
  };
}

/**
 * SQS's names and defaults of inputs, by Pulumi's names.
 * Source: Amazon SQS API Reference, "SetQueueAttributes".
 */
const queueAttributes: Readonly<Record<string, readonly [name: string, otherwise: string]>> = {
  contentBasedDeduplication: ["ContentBasedDeduplication", "false"],
  deduplicationScope: ["DeduplicationScope", "queue"],
  delaySeconds: ["DelaySeconds", "0"],
  fifoThroughputLimit: ["FifoThroughputLimit", "perQueue"],
  kmsDataKeyReusePeriodSeconds: ["KmsDataKeyReusePeriodSeconds", "300"],
  kmsMasterKeyId: ["KmsMasterKeyId", ""],
  maxMessageSize: ["MaximumMessageSize", "1048576"],
  messageRetentionSeconds: ["MessageRetentionPeriod", "345600"],
  policy: ["Policy", ""],
  receiveWaitTimeSeconds: ["ReceiveMessageWaitTimeSeconds", "0"],
  redriveAllowPolicy: ["RedriveAllowPolicy", ""],
  redrivePolicy: ["RedrivePolicy", ""],
  sqsManagedSseEnabled: ["SqsManagedSseEnabled", "true"],
  visibilityTimeoutSeconds: ["VisibilityTimeout", "30"],
};

function queueAttributesOf(
  inputs: Properties,
  properties: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    properties.flatMap((property) => {
      const [name, otherwise] = queueAttributes[property] ?? [];
      return name === undefined ? [] : [[name, String(inputs[property] ?? otherwise)]];
    }),
  );
}

/** `CreateQueue` refuses empty strings. */
const given = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));

async function updateQueue({ id, inputs, changed, context }: UpdateRequest): Promise<void> {
  const sqs = await context.aws.sqs();
  await sqs.setQueueAttributes({ QueueUrl: id, Attributes: queueAttributesOf(inputs, changed) });
}
