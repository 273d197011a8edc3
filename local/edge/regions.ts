import { Agent } from "node:http";

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
  const from = clientRegion && isKnownRegion(clientRegion) ? clientRegion : targets[0]!.name;
  const distance = (target: RegionTarget) => latencyMs(from, target.name);
  return targets
    .filter(({ state }) => state === "running")
    .sort((a, b) => Number(b.healthy) - Number(a.healthy) || distance(a) - distance(b));
}

/** Latitude and longitude of AWS's regions, in degrees. */
const places: Record<string, readonly [number, number]> = {
  "af-south-1": [-33.9, 18.4],
  "ap-east-1": [22.3, 114.2],
  "ap-east-2": [25.0, 121.6],
  "ap-northeast-1": [35.7, 139.7],
  "ap-northeast-2": [37.6, 127.0],
  "ap-northeast-3": [34.7, 135.5],
  "ap-south-1": [19.1, 72.9],
  "ap-south-2": [17.4, 78.5],
  "ap-southeast-1": [1.4, 103.8],
  "ap-southeast-2": [-33.9, 151.2],
  "ap-southeast-3": [-6.2, 106.8],
  "ap-southeast-4": [-37.8, 145.0],
  "ap-southeast-5": [3.1, 101.7],
  "ap-southeast-6": [-36.8, 174.8],
  "ap-southeast-7": [13.8, 100.5],
  "ca-central-1": [45.5, -73.6],
  "ca-west-1": [51.0, -114.1],
  "eu-central-1": [50.1, 8.7],
  "eu-central-2": [47.4, 8.5],
  "eu-north-1": [59.3, 18.1],
  "eu-south-1": [45.5, 9.2],
  "eu-south-2": [41.6, -0.9],
  "eu-west-1": [53.3, -6.3],
  "eu-west-2": [51.5, -0.1],
  "eu-west-3": [48.9, 2.4],
  "il-central-1": [32.1, 34.8],
  "me-central-1": [24.5, 54.4],
  "me-south-1": [26.1, 50.6],
  "mx-central-1": [20.6, -100.4],
  "sa-east-1": [-23.6, -46.6],
  "us-east-1": [38.9, -77.5],
  "us-east-2": [40.0, -83.0],
  "us-west-1": [37.4, -122.0],
  "us-west-2": [45.8, -119.7],
};

const earthRadiusKm = 6_371;

/** Light travels about 200 km per ms in fibre: two thirds of its speed in vacuum. */
const fibreKmPerMs = 200;

/** Whether the region's location is known. */
const isKnownRegion = (region: string): boolean => Object.hasOwn(places, region);

/**
 * Estimates the round trip between two regions in ms, as the time of light in fibre along the great circle.
 * Real paths are longer, but this is enough to find the nearest region.
 */
export function latencyMs(from: string, to: string): number {
  const [a, b] = [places[from], places[to]];
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
