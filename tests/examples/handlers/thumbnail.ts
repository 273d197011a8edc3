import { S3 } from "@aws-sdk/client-s3";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

const s3 = new S3();
const Bucket = process.env["PICTURES_BUCKET"];

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    Records.map(async ({ messageId, body: Key }) => {
      try {
        const { Body } = await s3.getObject({ Bucket, Key });
        const picture = await Body!.transformToByteArray();
        await s3.putObject({ Bucket, Key: `small/${Key}`, Body: picture.subarray(0, 1_000) });
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
