import type { DescribedQueue } from "../../apiTypes/data.ts";
import type { SQS } from "@aws-sdk/client-sqs";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { ControlError, unknownName } from "../../control/index.ts";
import { fromAws } from "../awsErrors.ts";
import type { Body } from "../bodies.ts";

/** Queues of one answer. */
const maxQueues = 200;

/** The queues of a region, also those that no stack declares. */
export async function listQueues(aws: AwsEndpoint): Promise<DescribedQueue[]> {
  const sqs = await aws.sqs();
  const { QueueUrls = [] } = await fromAws(sqs.listQueues({ MaxResults: maxQueues }));
  const described = await Promise.all(QueueUrls.map((url) => describe(sqs, url)));
  return described.map((queue) => ({
    ...queue,
    deadLettersOf: described
      .filter(({ deadLetters }) => deadLetters?.queue === queue.name)
      .map(({ name }) => name),
  }));
}

async function describe(sqs: SQS, url: string): Promise<Omit<DescribedQueue, "deadLettersOf">> {
  const { Attributes: known = {} } = await fromAws(
    sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ["All"] }),
  );
  const number = (name: string) => Number((known as Record<string, string>)[name] ?? 0);
  const policy = known.RedrivePolicy
    ? (JSON.parse(known.RedrivePolicy) as RedrivePolicy)
    : undefined;
  return {
    name: url.slice(url.lastIndexOf("/") + 1),
    url,
    isFifo: known.FifoQueue === "true",
    visible: number("ApproximateNumberOfMessages"),
    inFlight: number("ApproximateNumberOfMessagesNotVisible"),
    delayed: number("ApproximateNumberOfMessagesDelayed"),
    visibilityTimeoutSeconds: number("VisibilityTimeout"),
    ...(policy && {
      deadLetters: {
        queue: policy.deadLetterTargetArn.slice(policy.deadLetterTargetArn.lastIndexOf(":") + 1),
        maxReceives: Number(policy.maxReceiveCount),
      },
    }),
  };
}

interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number | string;
}

/** @throws ControlError 404 */
export async function queueNamed(aws: AwsEndpoint, name: string): Promise<DescribedQueue> {
  const queues = await listQueues(aws);
  const found = queues.find((queue) => queue.name === name);
  if (found) return found;
  throw unknownName(
    "queue",
    name,
    queues.map((queue) => queue.name),
  );
}

/** Sends a message with the body's members. */
export async function sendMessage(aws: AwsEndpoint, { url }: DescribedQueue, body: Body) {
  const sqs = await aws.sqs();
  const attributes = Object.entries(body.texts("attributes"));
  const groupId = body.optionalText("groupId");
  const deduplicationId = body.optionalText("deduplicationId");
  const { MessageId } = await fromAws(
    sqs.sendMessage({
      QueueUrl: url,
      MessageBody: body.text("body"),
      MessageAttributes: Object.fromEntries(
        attributes.map(([key, StringValue]) => [key, { DataType: "String", StringValue }]),
      ),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    }),
  );
  return { id: MessageId ?? "" };
}

/** Deletes all messages. */
export async function purge(aws: AwsEndpoint, { url }: DescribedQueue): Promise<void> {
  await fromAws((await aws.sqs()).purgeQueue({ QueueUrl: url }));
}

/** Messages that one redrive moves. */
const maxMoved = 1_000;

/**
 * Moves dead letters back to the queue that they come from.
 *
 * @param to - the queue's name; needed if several queues have this one for their dead letters
 * @returns how many were moved, at most 1,000
 * @throws ControlError 400, 404
 */
export async function redrive(
  aws: AwsEndpoint,
  from: DescribedQueue,
  to: string | undefined,
): Promise<number> {
  const { deadLettersOf, name } = from;
  const target = to ?? (deadLettersOf.length === 1 ? deadLettersOf[0] : undefined);
  if (target === undefined || !deadLettersOf.includes(target)) {
    const allowed = deadLettersOf.join(", ") || "there is none, so it gets no dead letters";
    throw new ControlError(400, `Name the queue to move messages of "${name}" to: ${allowed}.`);
  }
  const sqs = await aws.sqs();
  const { url } = await queueNamed(aws, target);
  let moved = 0;
  while (moved < maxMoved) {
    const { Messages = [] } = await fromAws(
      sqs.receiveMessage({
        QueueUrl: from.url,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) break;
    for (const { Body, MessageAttributes, Attributes, MessageId, ReceiptHandle } of Messages) {
      const groupId = Attributes?.MessageGroupId;
      await fromAws(
        sqs.sendMessage({
          QueueUrl: url,
          MessageBody: Body ?? "",
          ...(MessageAttributes && { MessageAttributes }),
          ...(groupId !== undefined && {
            MessageGroupId: groupId,
            MessageDeduplicationId: Attributes?.MessageDeduplicationId ?? MessageId,
          }),
        }),
      );
      await fromAws(sqs.deleteMessage({ QueueUrl: from.url, ReceiptHandle: ReceiptHandle ?? "" }));
      moved++;
    }
  }
  return moved;
}
