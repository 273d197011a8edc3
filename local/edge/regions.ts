import { Agent } from "node:http";
import { isKnownRegion, latencyMs } from "./latency.ts";

/** A region behind the edge. */
export interface RegionTarget {
  readonly name: string;
  /** Its API with the stage, without a slash at the end. */
  readonly api: URL;
  /** Keeps connections to the region's gateway open. */
  readonly agent: Agent;
  state: "running" | "stopping" | "stopped" | "starting";
  healthy: boolean;
  /** Requests that the edge sent there, and those that failed on the way. */
  requests: number;
  errors: number;
}

export const createTarget = (name: string, apiUrl: string): RegionTarget => ({
  name,
  api: new URL(apiUrl),
  agent: new Agent({ keepAlive: true }),
  state: "running",
  healthy: true,
  requests: 0,
  errors: 0,
});

/**
 * The regions in the order in which a client's request tries them: healthy ones first, the nearest
 * of them before the others. Unhealthy ones come last instead of not at all: if no region is
 * healthy, all are tried, as Route 53 does with its records. One that was stopped is not: its port is
 * free, and another user's program may listen there by now.
 *
 * @param clientRegion - where the client says it is; the first region if it does not say or is unknown
 */
export function inOrder(targets: RegionTarget[], clientRegion: string | undefined): RegionTarget[] {
  const from = clientRegion && isKnownRegion(clientRegion) ? clientRegion : targets[0]!.name;
  const distance = (target: RegionTarget) => latencyMs(from, target.name);
  return targets
    .filter(({ state }) => state === "running")
    .sort((a, b) => Number(b.healthy) - Number(a.healthy) || distance(a) - distance(b));
}
