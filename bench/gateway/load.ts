import autocannon from "autocannon";
import { inTurns } from "../support/results.ts";
import type { Target } from "../support/target.ts";

export const connections = 50;

/** Timeout for a peer that starts a process per connection, which is slow at first. */
const timeoutSeconds = 60;

/** Result of a load on a target. */
export interface Load {
  /** Responses with 2xx per second. */
  readonly perSecond: number;
  /** All other responses, and requests without a response. */
  readonly failures: number;
}

/** Sends as many requests as 50 connections can. @param paths - used in rotation; default: the target's own path */
export async function load(target: Target, duration: number, paths?: string[]): Promise<Load> {
  const result = await autocannon({ ...optionsOf(target, paths), duration });
  return {
    perSecond: result["2xx"] / result.duration,
    failures: result.non2xx + result.errors,
  };
}

/**
 * Sends a number of requests over 50 connections.
 *
 * @returns the number of failed requests
 */
export async function loadTimes(target: Target, amount: number, paths?: string[]): Promise<number> {
  const { non2xx, errors } = await autocannon({ ...optionsOf(target, paths), amount });
  return non2xx + errors;
}

const optionsOf = ({ url, headers }: Target, paths?: string[]): autocannon.Options => ({
  url,
  headers,
  connections,
  timeout: timeoutSeconds,
  ...(paths && { requests: paths.map((path) => ({ path })) }),
});

/** Loads targets in turns. @returns each target's loads, one per round */
export const loadInTurns = (
  targets: readonly (Target & { readonly paths?: string[] })[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Load[][]> => inTurns(rounds, targets, (target) => load(target, seconds, target.paths));
