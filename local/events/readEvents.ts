import type { Resource } from "../graph/resource.ts";
import { unservedDestinations } from "./asyncSettings.ts";
import { type QueueMapping, readMappings } from "./queues/mapping.ts";
import { readSchedules, type ScheduleSpec } from "./schedules/readSchedules.ts";

/** What invokes a region's functions by itself, read from its resources. */
export interface EventSources {
  /** The resources, among which are the calls' destinations. */
  readonly resources: readonly Resource[];
  readonly schedules: readonly ScheduleSpec[];
  readonly mappings: readonly QueueMapping[];
  /** ARNs of the functions that are invoked, with qualifiers. */
  readonly functionArns: readonly string[];
  /** Messages about what is not served. */
  readonly unserved: readonly string[];
}

export function readEvents(resources: readonly Resource[]): EventSources {
  const { schedules, problems } = readSchedules(resources);
  const read = readMappings(resources);
  const scheduled = schedules.filter(({ target }) => target.service === "lambda");
  return {
    resources,
    schedules,
    mappings: read.mappings,
    functionArns: [
      ...scheduled.map(({ target }) => target.arn),
      ...read.mappings.map(({ functionArn }) => functionArn),
    ],
    unserved: [...problems, ...read.problems, ...unservedDestinations(resources)],
  };
}
