import { median, percentile } from "../support/statistics.ts";
import { printTable } from "../support/table.ts";
import type { Target } from "../support/target.ts";
import { load } from "./load.ts";
import { loadPaced } from "./pacedLoad.ts";
import { times, type Verdict } from "./verdict.ts";

const share = 0.7;
const rounds = 3;
const secondsAtMost = 3;
const secondsPaced = 8;

/** How far the slowest answers are from the usual one while there is room left. */
export async function measureSpread(target: Target): Promise<Verdict[]> {
  const rows: string[][] = [];
  const spreads: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Anew for each round: on a shared machine it changes.
    const { perSecond: most } = await load(target, secondsAtMost);
    const perSecond = share * most;
    const { latencies } = await loadPaced(target, { perSecond, seconds: secondsPaced });
    const [p50, p99] = [percentile(latencies, 50), percentile(latencies, 99)] as const;
    spreads.push(p99 / p50);
    rows.push([
      `round ${round + 1}`,
      perSecond.toFixed(0),
      ...[p50, p99].map(ms),
      times(p99 / p50),
    ]);
  }
  printTable(
    `${target.name} at ${share * 100} % of its most, ${secondsPaced} s each`,
    ["", "requests/s", "p50", "p99", "p99 to p50"],
    rows,
  );
  return [
    {
      what: `p99 to p50 at ${share * 100} % load`,
      measured: median(spreads),
      limit: { atMost: 5 },
      show: times,
    },
  ];
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
