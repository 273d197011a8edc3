import type { Properties, Resource } from "../../graph/resource.ts";
import { functionType } from "../../lambda/readFunctions.ts";
import { roleAllows } from "../../aws/rolePolicies.ts";
import { compileFilters, FilterError, type MessageFilter } from "./filter.ts";
import { checkMapping } from "./mappingRules.ts";

/** An event source mapping of a queue, as its resources describe it. */
export interface QueueMapping {
  /** For messages and logs. */
  readonly name: string;
  readonly queueArn: string;
  readonly queueUrl: string;
  /** With the qualifier that the mapping names. */
  readonly functionArn: string;
  /** The function's execution role. */
  readonly roleArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** Whether the function reports the messages that failed. */
  readonly reportsFailures: boolean;
  /** Batches that are processed at once. @default Lambda's own scaling */
  readonly maximumConcurrency?: number;
  readonly matches: MessageFilter;
  /** Everything above as plain data, to notice changes. */
  readonly source: unknown;
}

export interface Mappings {
  readonly mappings: QueueMapping[];
  /** Sentences about mappings that are not served. */
  readonly problems: string[];
}

const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** What an execution role needs. (Lambda Developer Guide, "Execution role permissions" for Amazon SQS) */
const neededActions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

/** SQS's default. (SQS API Reference, "CreateQueue") */
const defaultVisibilitySeconds = 30;
/** Lambda's default. (Lambda API Reference, "CreateFunction") */
const defaultTimeoutSeconds = 3;
/** The same reference, "CreateEventSourceMapping". */
const defaultBatchSize = 10;

/** Reads the enabled mappings of queues. Mappings of streams and brokers are not served. */
export function readMappings(resources: readonly Resource[]): Mappings {
  const read: Mappings = { mappings: [], problems: [] };
  for (const resource of resources) {
    if (resource.type !== mappingType || resource.inputs["enabled"] === false) continue;
    const mapping = readMapping(resource, resources);
    if (typeof mapping === "string") {
      read.problems.push(`Not served: ${mappingType} "${resource.name}": ${mapping}`);
    } else {
      read.mappings.push(mapping);
    }
  }
  return read;
}

/** @returns a reason if it can't be served, or AWS would refuse it */
function readMapping(
  { name, inputs }: Resource,
  resources: readonly Resource[],
): QueueMapping | string {
  const queueArn = String(inputs["eventSourceArn"] ?? "");
  const service = queueArn.split(":")[2] || "a broker";
  if (service !== "sqs") return `its source is of ${service}; only queues of SQS are served`;
  const [problem] = checkMapping(inputs);
  if (problem !== undefined) return problem;
  const queue = resources.find(
    ({ type, outputs }) => type === "aws:sqs/queue:Queue" && outputs["arn"] === queueArn,
  );
  if (!queue) return `its queue ${queueArn} is not in the stack`;
  const functionName = String(inputs["functionName"]);
  const target = resources.find(
    (each) => each.type === functionType && isNamed(each, functionName),
  );
  if (!target) return `its function ${functionName} is not in the stack`;
  const roleArn = String(target.inputs["role"]);
  const missing = neededActions.filter(
    (action) =>
      !roleAllows(resources, roleArn, {
        action: `sqs:${action}`,
        resource: queueArn,
        // The endpoint evaluates them at each call.
        conditionsHold: true,
      }),
  );
  if (missing.length > 0) {
    return `the function's execution role may not call ${missing.join(", ")} on ${queueArn}`;
  }
  const visibility = Number(queue.inputs["visibilityTimeoutSeconds"] ?? defaultVisibilitySeconds);
  const timeout = Number(target.inputs["timeout"] ?? defaultTimeoutSeconds);
  if (visibility < timeout) {
    return (
      `the queue's visibility timeout of ${visibility} s is less than the function's timeout of ${timeout} s. ` +
      "Raise visibilityTimeoutSeconds; AWS recommends six times the timeout"
    );
  }
  try {
    return {
      ...settingsOf(inputs),
      source: [name, inputs, queue.id, queue.inputs["visibilityTimeoutSeconds"], roleArn],
      name,
      queueArn,
      queueUrl: queue.id,
      functionArn: functionName.startsWith("arn:") ? functionName : String(target.outputs["arn"]),
      roleArn,
    };
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
}

/** By name, ARN or `<account>:function:<name>`, each with or without a qualifier. */
function isNamed({ id, outputs }: Resource, given: string): boolean {
  const name = /(?:^|:)function:([\w-]+)/.exec(given)?.[1] ?? given.split(":")[0];
  return name === id || name === outputs["name"];
}

function settingsOf(inputs: Properties) {
  const types = (inputs["functionResponseTypes"] ?? []) as string[];
  const { filters = [] } = (inputs["filterCriteria"] ?? {}) as { filters?: { pattern?: string }[] };
  const scaling = inputs["scalingConfig"] as { maximumConcurrency?: number } | undefined;
  return {
    batchSize: Number(inputs["batchSize"] ?? defaultBatchSize),
    windowMs: 1_000 * Number(inputs["maximumBatchingWindowInSeconds"] ?? 0),
    reportsFailures: types.includes("ReportBatchItemFailures"),
    ...(scaling?.maximumConcurrency && { maximumConcurrency: scaling.maximumConcurrency }),
    matches: compileFilters(filters.flatMap(({ pattern }) => (pattern ? [pattern] : []))),
  };
}
