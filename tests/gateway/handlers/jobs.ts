import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SQS } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

const { JOBS_QUEUE_URL: QueueUrl = "", NOTES_TABLE: TableName = "" } = process.env;

/** Puts the body of a request into the queue, and tries what it was not granted. */
export async function handler(
  event: APIGatewayProxyEvent & { nightly?: boolean },
): Promise<APIGatewayProxyResult> {
  if (event.nightly) {
    await new DynamoDB().putItem({ TableName, Item: { id: { S: "nightly" } } });
    return { statusCode: 200, body: "" };
  }
  if (event.path.endsWith("/fail")) throw new Error("asked to fail");
  const sqs = new SQS();
  const MessageBody = String(
    Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  );
  await sqs.sendMessage({ QueueUrl, MessageBody });
  const refused = await sqs.receiveMessage({ QueueUrl }).catch((error: Error) => error.name);
  return { statusCode: 202, body: JSON.stringify({ refused }) };
}
