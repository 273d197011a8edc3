import type { Properties } from "../../graph/resource.ts";

/**
 * What Lambda refuses in an event source mapping and its schema does not show.
 * Sources: Lambda API Reference, "CreateEventSourceMapping"; Lambda Developer Guide, "Using Lambda with Amazon SQS".
 *
 * @param inputs - of the mapping's resource
 * @returns a sentence for each problem
 */
export function checkMapping(inputs: Properties): string[] {
  const source = String(inputs["eventSourceArn"] ?? "");
  if (source.split(":")[2] !== "sqs") return [];
  const size = inputs["batchSize"] as number | undefined;
  const window = (inputs["maximumBatchingWindowInSeconds"] ?? 0) as number;
  const problems: string[] = [];
  if (source.endsWith(".fifo")) {
    if (size !== undefined && size > 10)
      problems.push(`batchSize is ${size}, but at most 10 for a FIFO queue.`);
    if (window > 0)
      problems.push("maximumBatchingWindowInSeconds is not supported for a FIFO queue. Remove it.");
  } else if (size !== undefined && size > 10 && window < 1) {
    problems.push(
      `batchSize is ${size}; more than 10 needs maximumBatchingWindowInSeconds of at least 1.`,
    );
  }
  for (const property of ofStreams) {
    if (isSet(inputs[property]))
      problems.push(`${property} is not supported for an SQS queue. Remove it.`);
  }
  return problems;
}

/** Settings of streams. A queue has its own dead-letter queue and number of attempts. */
const ofStreams = [
  "bisectBatchOnFunctionError",
  "maximumRecordAgeInSeconds",
  "maximumRetryAttempts",
  "parallelizationFactor",
  "startingPosition",
  "startingPositionTimestamp",
  "tumblingWindowInSeconds",
];

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0;
