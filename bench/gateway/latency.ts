import { inTurns, median, percentile, printTable, ratio } from "../support/results.ts";
import type { Target } from "../support/target.ts";
import { load } from "./load.ts";
import { loadPaced } from "./pacedLoad.ts";
import type { Verdict } from "./verdict.ts";

const share = 0.7;
const rounds = 5;
const secondsAtMost = 3;
const secondsPaced = 8;

interface Spread {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Ratio of the slowest responses to the usual one below full load.
 *
 * @param peer - measured in turns with the target, to show the machine's effect on any server
 */
export async function measureSpread(target: Target, peer: Target): Promise<Verdict[]> {
  const targets = [peer, target] as const;
  const spreads = await inTurns(rounds, targets, spreadOf);
  printTable(
    `At ${share * 100} % of its maximum, medians of ${rounds} rounds of ${secondsPaced} s`,
    ["", "requests/s", "p50", "p99", "p99 to p50", "of each round"],
    targets.map(({ name }, index) => row(name, spreads[index]!)),
  );
  return [
    {
      what: `p99 to p50 at ${share * 100} % load`,
      measured: median(spreads[1].map(ratioOf)),
      limit: { atMost: 5 },
      show: ratio,
    },
  ];
}

async function spreadOf(target: Target): Promise<Spread> {
  // Measured again in each round, because it changes on a shared machine.
  const { perSecond: most } = await load(target, secondsAtMost);
  const perSecond = share * most;
  const { latencies } = await loadPaced(target, { perSecond, seconds: secondsPaced });
  return { perSecond, p50: percentile(latencies, 50), p99: percentile(latencies, 99) };
}

function row(name: string, spreads: readonly Spread[]): string[] {
  const perSecond = median(spreads.map((spread) => spread.perSecond));
  const p50 = median(spreads.map((spread) => spread.p50));
  const p99 = median(spreads.map((spread) => spread.p99));
  const ratios = spreads.map(ratioOf);
  const each = ratios.map((value) => value.toFixed(1)).join(" ");
  return [name, perSecond.toFixed(0), ms(p50), ms(p99), ratio(median(ratios)), each];
}

const ratioOf = ({ p50, p99 }: Spread): number => p99 / p50;

const ms = (value: number) => `${value.toFixed(1)} ms`;
