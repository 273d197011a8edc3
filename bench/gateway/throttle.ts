import { printTable } from "../support/results.ts";
import type { Target } from "../support/target.ts";
import { tightLimit } from "./definitions.ts";
import { loadPaced } from "./pacedLoad.ts";
import { percentage, type Verdict } from "./verdict.ts";

const overload = 10;
const seconds = 10;

/** Number of requests that a throttled route admits under overload. */
export async function measureThrottle(target: Target): Promise<Verdict[]> {
  const { ratePerSecond, burst } = tightLimit;
  const asked = { perSecond: overload * ratePerSecond, seconds };
  const { statuses, seconds: lasted } = await loadPaced(target, asked);
  const { 200: admitted = 0, 429: refused = 0, ...others } = statuses;
  const expected = burst + ratePerSecond * lasted;
  const off = Math.abs(admitted / expected - 1);
  const total = admitted + refused + sum(others);
  printTable(
    `${target.name}: ${ratePerSecond} per second, bursts of ${burst}`,
    ["", "sent", "200", "429", "others", "burst + rate · t", "off by"],
    [
      [
        `${lasted.toFixed(2)} s`,
        `${(total / lasted).toFixed(0)}/s`,
        ...[admitted, refused, sum(others), expected.toFixed(1)].map(String),
        percentage(off),
      ],
    ],
  );
  return [
    {
      what: `throttle at ${(total / lasted / ratePerSecond).toFixed(0)} × overload is off by`,
      measured: off,
      limit: { atMost: 0.01 },
      show: percentage,
    },
  ];
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
