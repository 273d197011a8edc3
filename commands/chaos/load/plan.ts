import { awsRegions } from "../../../project/awsRegions.ts";
import type { RequestKind } from "./sent.ts";

/** The places of clients: all AWS regions. */
export const clients: readonly string[] = Object.keys(awsRegions);

/** Writes are a tenth of the load, but at most this many per second: `POST /orders` allows 20 in a region. */
const mostWritesPerSecond = 10;

/**
 * The `n`th request of a load. Each client sends in turn.
 *
 * @param rps - requests per second
 */
export function planned(n: number, rps: number): { from: string; kind: RequestKind } {
  const every = Math.max(10, Math.ceil(rps / mostWritesPerSecond));
  const kind = n % every === every - 1 ? "order" : n % 2 === 0 ? "health" : "catalog";
  return { from: clients[n % clients.length]!, kind };
}
