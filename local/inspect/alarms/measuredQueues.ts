import type { Resource } from "../../graph/resource.ts";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import type { MeasuredQueue } from "../../metrics/index.ts";
import { peek } from "../data/peek.ts";
import { listQueues } from "../data/queues.ts";
import { watchedNames } from "./settings.ts";

/** The queues of a region that alarms are about. */
export async function measuredQueues(
  aws: AwsEndpoint,
  resources: readonly Resource[],
): Promise<MeasuredQueue[]> {
  const names = new Set(watchedNames(resources, "AWS/SQS", "QueueName"));
  if (names.size === 0) return [];
  const queues = (await listQueues(aws)).filter(({ name }) => names.has(name));
  return Promise.all(
    queues.map(async (queue) => {
      const { name, visible, inFlight } = queue;
      if (visible + inFlight === 0) return { name, visible, oldestSeconds: 0 };
      const { messages } = await peek(aws, queue, 1);
      const sentAt = messages.map(({ sent }) => Date.parse(sent ?? "")).filter(Number.isFinite);
      const oldest = Math.min(Date.now(), ...sentAt);
      return { name, visible, oldestSeconds: (Date.now() - oldest) / 1000 };
    }),
  );
}
