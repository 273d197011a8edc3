import { setTimeout as pause } from "node:timers/promises";
import type { AwsClient } from "../../shared/awsClient.ts";
import type { LogDocument } from "../document.ts";

/** Limits of PutRecordBatch: 500 records and 4 MiB a call, 1,000 KiB a record. Source: Firehose Developer Guide, "Quota". */
const maxRecords = 500;
const maxBatchBytes = 4_000_000;
const maxRecordBytes = 1_000_000;

/** Characters that each text of a document that is too long keeps. */
const shortened = 32_000;

/** Pauses between attempts, in ms. Firehose refuses for some seconds what exceeds its throughput. */
const pausesMs = [250, 1_000, 3_000];

interface PutOptions {
  readonly firehose: AwsClient;
  /** Name of the stream. */
  readonly stream: string;
  /** @default 0.25, 1 and 3 seconds */
  readonly pauses?: readonly number[];
}

interface Item {
  readonly index: number;
  readonly data: Buffer;
}

/**
 * Puts documents into a stream, one per record.
 *
 * @returns indexes of those that Firehose did not take, after four attempts
 */
export async function putDocuments(
  documents: readonly LogDocument[],
  { firehose, stream, pauses = pausesMs }: PutOptions,
): Promise<Set<number>> {
  let left: readonly Item[] = documents.map((document, index) => ({
    index,
    data: recordOf(document),
  }));
  for (const pauseMs of [0, ...pauses]) {
    if (left.length === 0) break;
    if (pauseMs > 0) await pause(pauseMs);
    const refused: Item[] = [];
    for (const batch of batchesOf(left)) refused.push(...(await putBatch(batch, firehose, stream)));
    left = refused;
  }
  return new Set(left.map(({ index }) => index));
}

/** One line: a record is one document of OpenSearch. */
function recordOf(document: LogDocument): Buffer {
  const data = Buffer.from(JSON.stringify(document));
  if (data.length <= maxRecordBytes) return data;
  const short = Object.entries(document).map(([name, value]) => [
    name,
    typeof value === "string" ? value.slice(0, shortened) : value,
  ]);
  return Buffer.from(JSON.stringify(Object.fromEntries(short)));
}

function batchesOf(items: readonly Item[]): Item[][] {
  const batches: Item[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    bytes += item.data.length;
    if (bytes > maxBatchBytes || batches.at(-1)!.length === maxRecords) {
      batches.push([]);
      bytes = item.data.length;
    }
    batches.at(-1)!.push(item);
  }
  return batches;
}

/** @returns those that were refused */
async function putBatch(
  batch: readonly Item[],
  firehose: AwsClient,
  stream: string,
): Promise<readonly Item[]> {
  const Records = batch.map(({ data }) => ({ Data: data.toString("base64") }));
  try {
    const output = await firehose("PutRecordBatch", { DeliveryStreamName: stream, Records });
    const responses = (output["RequestResponses"] ?? []) as readonly { ErrorCode?: string }[];
    return batch.filter((_, position) => responses[position]?.ErrorCode !== undefined);
  } catch {
    return batch;
  }
}
