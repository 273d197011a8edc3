import { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

/** Notes each message in the table; messages that say "bad" fail. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const bad = Records.filter(({ body }) => body === "bad");
  const TableName = process.env["NOTES_TABLE"];
  for (const { body } of Records) {
    if (body === "bad") continue;
    await new DynamoDB().putItem({ TableName, Item: { id: { S: body } } });
  }
  return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
