import autocannon from "autocannon";
import type { Target } from "../support/target.ts";

export const connections = 50;

/** A peer that starts a process for each connection takes long at first. */
const timeoutSeconds = 60;

/** How a target took a load. */
export interface Load {
  /** Answers with 2xx per second. */
  readonly perSecond: number;
  /** All other answers, and requests without one. */
  readonly failures: number;
}

/** As many requests as 50 connections get through. @param paths - asked for in turn; the target's own if left out */
export async function load(target: Target, duration: number, paths?: string[]): Promise<Load> {
  const result = await autocannon({ ...optionsOf(target, paths), duration });
  return {
    perSecond: result["2xx"] / result.duration,
    failures: result.non2xx + result.errors,
  };
}

/**
 * So many requests over 50 connections.
 *
 * @returns how many failed
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

/**
 * Loads targets in turns, so that noise hits all alike.
 *
 * @returns each target's loads, one per round
 */
export async function loadInTurns(
  targets: readonly (Target & { readonly paths?: string[] })[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Load[][]> {
  const loads: Load[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, target] of targets.entries()) {
      loads[index]!.push(await load(target, seconds, target.paths));
    }
  }
  return loads;
}
