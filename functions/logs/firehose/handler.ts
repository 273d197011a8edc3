import type { FirehoseTransformationEvent } from "aws-lambda";
import { awsClient, firehose } from "../../shared/awsClient.ts";
import { environmentOf } from "../../shared/environment.ts";
import { log } from "../../shared/log.ts";
import { transform } from "./transform.ts";

/** A batch has up to 4 MB, and may cross regions. */
const timeoutMs = 10_000;

const variables = environmentOf(process.env);
const options = {
  firehose: awsClient(firehose, { region: variables.string("STREAM_REGION"), timeoutMs }),
  stream: variables.string("STREAM"),
  environment: variables.string("ENVIRONMENT"),
  region: variables.optionalString("AWS_REGION"),
};

export const handler = async (event: FirehoseTransformationEvent) => {
  const result = await transform(event, options);
  const failed = result.records.filter((record) => record.result === "ProcessingFailed").length;
  if (failed > 0) {
    const counts = { failed, records: event.records.length };
    log("error", "lines are not in OpenSearch", { correlationId: event.invocationId, ...counts });
  }
  return result;
};
