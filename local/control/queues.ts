import { Body } from "../inspect/bodies.ts";
import { peek } from "../inspect/data/peek.ts";
import { listQueues, purge, queueNamed, redrive, sendMessage } from "../inspect/data/queues.ts";
import type { Regions } from "../inspect/regions.ts";
import type { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * The queues of a region's AWS endpoint:
 * - `GET queues?region=`: `{ queues }` with counts and dead-letter queues
 * - `GET queues/{queue}/messages?region=&limit=`: `{ way, total, messages }`; they stay in the queue. `way` is `list`,
 *   which leaves no trace, or at custom endpoints `receive`, which counts as a receive
 * - `POST queues/{queue}/messages?region=` with `{ body, attributes?, groupId?, deduplicationId? }`
 * - `POST queues/{queue}/redrive?region=` with `{ to? }`: moves dead letters back
 * - `POST queues/{queue}/purge?region=`: deletes all messages
 */
export const queueEndpoints = (regions: Regions): Endpoint[] => {
  const found = async (request: ControlRequest) => {
    const { aws } = regions.of(request);
    return { aws, queue: await queueNamed(aws, request.param("queue")) };
  };
  return [
    {
      method: "GET",
      path: "queues",
      query: ["region"],
      handle: async (request) => ({ queues: await listQueues(regions.of(request).aws) }),
    },
    {
      method: "GET",
      path: "queues/{queue}/messages",
      query: ["region", "limit"],
      handle: async (request) => {
        const { aws, queue } = await found(request);
        return peek(aws, queue, request.integer("limit", { min: 1, max: 500, fallback: 50 }));
      },
    },
    {
      method: "POST",
      path: "queues/{queue}/messages",
      query: ["region"],
      handle: async (request) => {
        const { aws, queue } = await found(request);
        const allowed = ["body", "attributes", "groupId", "deduplicationId"];
        return sendMessage(aws, queue, await Body.of(request, allowed));
      },
    },
    {
      method: "POST",
      path: "queues/{queue}/redrive",
      query: ["region"],
      handle: async (request) => {
        const { aws, queue } = await found(request);
        const to = (await Body.of(request, ["to"])).optionalText("to");
        return { moved: await redrive(aws, queue, to) };
      },
    },
    {
      method: "POST",
      path: "queues/{queue}/purge",
      query: ["region"],
      handle: async (request) => {
        const { aws, queue } = await found(request);
        await purge(aws, queue);
        return { purged: queue.name };
      },
    },
  ];
};
