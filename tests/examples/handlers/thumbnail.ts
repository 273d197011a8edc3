import { S3 } from "@aws-sdk/client-s3";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

const s3 = new S3();
const Bucket = process.env["PICTURES_BUCKET"];

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    Records.map(async ({ messageId, body }) => {
      try {
        const { name } = JSON.parse(body) as { name: string };
        const { Body, ContentType } = await s3.getObject({ Bucket, Key: name });
        const small = (await Body!.transformToByteArray()).subarray(0, 1_000);
        await s3.putObject({ Bucket, Key: `small-${name}`, Body: small, ContentType });
        return [];
      } catch (error) {
        console.error(error);
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  // Only these messages come again; after five times they go to the dead-letter queue.
  return { batchItemFailures: failed.flat() };
}
