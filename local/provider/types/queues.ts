import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  physicalName,
  type ProviderContext,
  required,
  type ResourceKinds,
  type UpdateRequest,
} from "../kind.ts";

/** Queues exist for real: what is sent to them can be received. */
export const queueKinds: ResourceKinds = {
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
          ...given(attributesOf(inputs, Object.keys(inputs))),
        },
      });
      // On AWS it is https://sqs.<region>.amazonaws.com/<account>/<name>. Here it is the endpoint's
      // own: the SDK sends to the host in it, whatever endpoint it is told of by AWS_ENDPOINT_URL.
      return { id: QueueUrl!, outputs: { name, arn: arn(request, "sqs", name), url: QueueUrl } };
    },
    update,
    delete: async ({ id, context }) => (await context.aws.sqs()).deleteQueue({ QueueUrl: id }),
  },
  // Without one, a topic or a rule may not send to a queue.
  "aws:sqs/queuePolicy:QueuePolicy": {
    create: async (request) => {
      const id = required(request, "queueUrl");
      await putPolicy(request.context, id, policyOf(request));
      return { id, outputs: {} };
    },
    update: (request) => putPolicy(request.context, request.id, policyOf(request)),
    delete: ({ id, context }) => putPolicy(context, id, ""),
  },
};

/** Pulumi takes a policy as an object too. */
const policyOf = ({ inputs: { policy } }: CreateRequest): string =>
  typeof policy === "string" ? policy : JSON.stringify(policy);

async function putPolicy(context: ProviderContext, url: string, policy: string): Promise<void> {
  const sqs = await context.aws.sqs();
  await sqs.setQueueAttributes({ QueueUrl: url, Attributes: { Policy: policy } });
}

/**
 * SQS's names of inputs, and what they are where the program leaves them out.
 * Source: Amazon SQS API Reference, "SetQueueAttributes".
 */
const attributes: Readonly<Record<string, readonly [name: string, otherwise: string]>> = {
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

function attributesOf(inputs: Properties, properties: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    properties.flatMap((property) => {
      const [name, otherwise] = attributes[property] ?? [];
      return name === undefined ? [] : [[name, String(inputs[property] ?? otherwise)]];
    }),
  );
}

/** A queue that is new takes no empty texts. */
const given = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));

async function update({ id, inputs, changed, context }: UpdateRequest): Promise<void> {
  const sqs = await context.aws.sqs();
  await sqs.setQueueAttributes({ QueueUrl: id, Attributes: attributesOf(inputs, changed) });
}
