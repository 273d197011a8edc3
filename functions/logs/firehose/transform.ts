import type {
  FirehoseTransformationEvent,
  FirehoseTransformationResult,
  FirehoseTransformationResultRecord,
} from "aws-lambda";
import type { AwsClient } from "../../shared/awsClient.ts";
import type { LogDocument } from "../document.ts";
import { putDocuments } from "./putDocuments.ts";
import { documentsOf, readSubscription } from "./subscription.ts";

export interface TransformOptions {
  readonly firehose: AwsClient;
  /** The stream that leads to OpenSearch. */
  readonly stream: string;
  readonly region: string | undefined;
  readonly environment: string;
  /** Pauses between attempts, in ms. */
  readonly pauses?: readonly number[];
}

/** A record with its documents, or what became of it. */
type Read = { readonly documents: readonly LogDocument[] } | { readonly isUnreadable: boolean };

/**
 * Puts each line of the records of subscriptions into the stream to OpenSearch. The records stay as they are, for the
 * archive: their response is no larger than the request. A record that can't be read, or of which a document was not
 * taken, fails: Firehose keeps it under the bucket's prefix for failures.
 */
export async function transform(
  { records }: Pick<FirehoseTransformationEvent, "records">,
  { region, environment, ...put }: TransformOptions,
): Promise<FirehoseTransformationResult> {
  const read = records.map(({ data }) => readRecord(data, { region, environment }));
  const documents = read.flatMap((each) => ("documents" in each ? each.documents : []));
  const refused = await putDocuments(documents, put);
  let next = 0;
  const results = records.map(
    ({ recordId, data }, position): FirehoseTransformationResultRecord => {
      const each = read[position]!;
      if (!("documents" in each)) {
        return { recordId, data, result: each.isUnreadable ? "ProcessingFailed" : "Dropped" };
      }
      const first = next;
      next += each.documents.length;
      const isWhole = each.documents.every((_, index) => !refused.has(first + index));
      return { recordId, data, result: isWhole ? "Ok" : "ProcessingFailed" };
    },
  );
  return { records: results };
}

function readRecord(
  data: string,
  place: { region: string | undefined; environment: string },
): Read {
  try {
    const subscription = readSubscription(data);
    if (subscription.messageType === "CONTROL_MESSAGE") return { isUnreadable: false };
    return { documents: documentsOf(subscription, place) };
  } catch {
    return { isUnreadable: true };
  }
}
