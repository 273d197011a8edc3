import { awsRegions } from "../../../project/awsRegions.ts";

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
