import { createHash } from "node:crypto";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { SeedMessage } from "./seedFile.ts";

/** Sends messages to a queue that is empty. @returns how many were sent */
export async function sendMessages(
  aws: AwsEndpoint,
  QueueUrl: string,
  messages: readonly SeedMessage[],
): Promise<number> {
  const sqs = await aws.sqs();
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
  const counts = (
    [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed",
    ] as const
  ).map((name) => Number(Attributes[name] ?? 0));
  if (counts.some((count) => count > 0)) return 0;
  const isFifo = QueueUrl.endsWith(".fifo");
  for (const [index, message] of messages.entries()) {
    const { body, groupId } =
      typeof message === "string" ? { body: message, groupId: undefined } : message;
    const MessageBody = typeof body === "string" ? body : JSON.stringify(body);
    const id = createHash("sha256").update(`${Date.now()} ${index}`).digest("hex");
    await sqs.sendMessage({
      ...{ QueueUrl, MessageBody },
      ...(isFifo && { MessageGroupId: groupId ?? "seeds", MessageDeduplicationId: id }),
    });
  }
  return messages.length;
}
