import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { RoleSessions } from "../aws/roleSessions.ts";
import type { Resource } from "../graph/resource.ts";

interface QueueMessage {
  /** The role whose permissions decide. */
  readonly roleArn: string;
  readonly body: string;
  readonly attributes?: Record<string, MessageAttributeValue>;
  /** For a FIFO queue. */
  readonly groupId?: string;
}

/** Sends a message to a queue of the stack by its ARN; fails as SQS does. */
export type SendToQueue = (queueArn: string, message: QueueMessage) => Promise<void>;

/** A queue that the stack does not have. */
class QueueError extends Error {
  override readonly name = "QueueDoesNotExist";
}

export const createSendToQueue =
  (resources: readonly Resource[], sessions: RoleSessions): SendToQueue =>
  async (queueArn, { roleArn, body, attributes, groupId }) => {
    const queue = resources.find(
      ({ type, outputs }) => type === "aws:sqs/queue:Queue" && outputs["arn"] === queueArn,
    );
    if (!queue) throw new QueueError(`The queue ${queueArn} is not in the stack.`);
    const sqs = await sessions.sqs(roleArn);
    await sqs.sendMessage({
      QueueUrl: queue.id,
      MessageBody: body,
      ...(attributes && { MessageAttributes: attributes }),
      ...(groupId && { MessageGroupId: groupId }),
    });
  };

/** Attributes of type String; SQS has none that are empty. */
export const textAttributes = (
  texts: Readonly<Record<string, string>>,
): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => text !== "")
      .map(([name, text]) => [name, { DataType: "String", StringValue: text }]),
  );
