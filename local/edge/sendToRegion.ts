import type { IncomingMessage, ServerResponse } from "node:http";
import { isGone } from "./client.ts";
import { callOf } from "./edgeCall.ts";
import type { Location } from "./router.ts";
import { type Failure, type Outgoing, send } from "./send.ts";
import type { RegionTarget } from "./targets.ts";

/** Whether a region failed to serve a request. */
export const isFault = ({ statusCode = 502 }: IncomingMessage): boolean => statusCode >= 500;

/**
 * Sends a request to a region, after the delay of a slow one, and counts it as its traffic.
 *
 * @param client - as for `send`
 */
export async function sendToRegion(
  region: RegionTarget,
  request: Outgoing & Location,
  client?: ServerResponse,
): Promise<IncomingMessage | Failure> {
  const startedAt = performance.now();
  const call = callOf(client);
  const attempt = {
    region: region.name,
    startedAt,
    endedAt: 0,
    result: "abandoned" as string | number,
  };
  call?.attempts.push(attempt);
  const result = await sendDelayed(region, request, client);
  attempt.endedAt = performance.now();
  attempt.result = typeof result === "string" ? result : (result.statusCode ?? 0);
  const isError = typeof result === "string" || isFault(result);
  if (result !== "abandoned") region.traffic.add(attempt.endedAt - startedAt, isError);
  return result;
}

async function sendDelayed(
  region: RegionTarget,
  request: Outgoing & Location,
  client?: ServerResponse,
): Promise<IncomingMessage | Failure> {
  if (region.delayMs > 0) {
    await new Promise((resolve) => setTimeout(resolve, region.delayMs));
    // Meanwhile, the client may have gone and the region may have stopped.
    if (client && isGone(client)) return "abandoned";
    if (region.state !== "running") return "unreachable";
  }
  const { hostname, port } = request;
  return send(request, { hostname, port, agent: region.agent }, client);
}
