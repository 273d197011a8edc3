import { Agent } from "node:http";
import { awsRegions, isAwsRegion } from "../../project/awsRegions.ts";

/** A region behind the edge. */
export interface RegionTarget {
  readonly name: string;
  /** URL of its API's stage, without a trailing slash. */
  readonly api: URL;
  /** Keeps connections to the region's gateway open. */
  readonly agent: Agent;
  state: "running" | "stopping" | "stopped" | "starting";
  healthy: boolean;
  /** Requests that the edge sent there; `errors` counts those that failed. */
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
 * The regions in the order to try: healthy before unhealthy, then by distance. Unhealthy ones are included,
 * because like Route 53, the edge tries all regions if none is healthy. Stopped ones are not: another user's
 * program may listen on their port now.
 *
 * @param clientRegion - the client's stated location; the first region if it is missing or unknown
 */
export function inOrder(targets: RegionTarget[], clientRegion: string | undefined): RegionTarget[] {
  const from = clientRegion && isAwsRegion(clientRegion) ? clientRegion : targets[0]!.name;
  const distance = (target: RegionTarget) => latencyMs(from, target.name);
  return targets
    .filter(({ state }) => state === "running")
    .sort((a, b) => Number(b.healthy) - Number(a.healthy) || distance(a) - distance(b));
}

const earthRadiusKm = 6_371;

/** Light travels about 200 km per ms in fibre: two thirds of its speed in vacuum. */
const fibreKmPerMs = 200;

/**
 * Estimates the round trip between two regions in ms, as the time of light in fibre along the great circle.
 * Real paths are longer, but this is enough to find the nearest region.
 */
export function latencyMs(from: string, to: string): number {
  const [a, b] = [awsRegions[from]?.place, awsRegions[to]?.place];
  if (from === to) return 0;
  if (!a || !b) return Number.POSITIVE_INFINITY;
  return (2 * greatCircleKm(a, b)) / fibreKmPerMs;
}

/** The haversine formula. */
function greatCircleKm(
  [latA, lonA]: readonly [number, number],
  [latB, lonB]: readonly [number, number],
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const halfLat = Math.sin(radians(latB - latA) / 2) ** 2;
  const halfLon = Math.sin(radians(lonB - lonA) / 2) ** 2;
  const part = halfLat + Math.cos(radians(latA)) * Math.cos(radians(latB)) * halfLon;
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(part));
}
