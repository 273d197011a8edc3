// What records of calls cost: the same gateway with and without them, in turns. The processor's time per call is
// compared, because a throughput on a busy machine says little; an idle one has the same ratio.
import { load, loadTimes } from "./gateway/load.ts";
import { type ServedGateway, serveGateway } from "./gateway/servedGateway.ts";
import { records } from "./gateway/startRegion.ts";
import { printVerdicts } from "./gateway/verdict.ts";
import { onInterrupt } from "./support/onInterrupt.ts";
import { median, printTable, ratio } from "./support/results.ts";
import type { Target } from "./support/target.ts";

// Turns off the AWS SDK's reminder of its support policy.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const rounds = Number(process.argv[2] ?? 9);
const seconds = 2;
const gateways = [await serveGateway(), await serveGateway(records)];
const stop = () => Promise.all(gateways.map((gateway) => gateway.stop()));
const forget = onInterrupt(async () => void (await stop()));
try {
  for (const gateway of gateways) await loadTimes(target(gateway), 3_000);
  const measured: { perSecond: number; processorMs: number }[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Each is first as often as second: what runs before leaves its heat and its caches.
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const gateway = gateways[index]!;
      const before = await gateway.processorMs();
      const { perSecond } = await load(target(gateway), seconds);
      measured[index]!.push({ perSecond, processorMs: (await gateway.processorMs()) - before });
    }
  }
  /** Over all rounds, so that a moment in which others need the processor counts little. */
  const perCallMs = (ofOne: { perSecond: number; processorMs: number }[]): number =>
    sum(ofOne.map((each) => each.processorMs)) /
    (sum(ofOne.map((each) => each.perSecond)) * seconds);
  printTable(
    `${rounds} rounds of ${seconds} s`,
    ["", "calls per second", "processor per call"],
    measured.map((ofOne, index) => [
      index === 1 ? "with records" : "without records",
      median(ofOne.map(({ perSecond }) => perSecond)).toFixed(0),
      `${perCallMs(ofOne).toFixed(4)} ms`,
    ]),
  );
  const [without, withRecords] = measured.map(perCallMs);
  printVerdicts([
    {
      what: "calls per processor's time, with records to without",
      measured: without! / withRecords!,
      limit: { atLeast: 0.95 },
      show: ratio,
    },
  ]);
} finally {
  forget();
  await stop();
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function target({ few, idToken }: ServedGateway): Target {
  return { name: "gateway", url: `${few}/items`, headers: { authorization: idToken } };
}
