// What the proxy function costs: per call compared with peers, at a cold start, and in bytes.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { handlerBundle } from "../components/function/bundleOptions.ts";
import { initTimes } from "./support/initTimes.ts";
import { installPeers } from "./proxy/peers.ts";
import { startService } from "./proxy/service.ts";
import { startTarget, type Target, type TargetSpec } from "./proxy/target.ts";
import { keepAwake } from "./support/keepAwake.ts";
import { inTurns, median, percent, percentile, printTable, ratio } from "./support/results.ts";

const calls = Number(process.argv[2] ?? 10_000);
const warmUpCalls = 2_000;
const callsPerTurn = 1_000;

/** Every option that costs something while the service is well. */
const allResilience = {
  timeouts: { attemptMs: 5_000, totalMs: 20_000 },
  retries: {},
  breaker: {},
  fallback: { body: "" },
  shedding: {},
};

const folder = await mkdtemp(join(tmpdir(), "bench-proxy-"));
const service = await startService("instant");
try {
  const bundles = await Promise.all(
    ["proxy", "proxy/streaming", "proxy/resilience", "proxy/assertion"].map(bundle),
  );
  const letSleep = keepAwake();
  await measureCalls(bundles[0]!, bundles[2]!);
  letSleep();
  await measureInit(bundles[0]!);
  await printSizes(bundles);
} finally {
  service.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Writes a function's bundle as it is deployed. */
async function bundle(path: string): Promise<string> {
  const outfile = join(folder, path.replace("/", "-"), "index.js");
  await build({ ...handlerBundle(resolve(`functions/${path}/handler.ts`)), outfile });
  return outfile;
}

/** One call at a time, each target in a process of its own, in turns. */
async function measureCalls(file: string, resilientFile: string): Promise<void> {
  const environment = { RESILIENCE: JSON.stringify({ service: allResilience }) };
  const specs: TargetSpec[] = [
    { name: "bare node:http client", handler: ["client"] },
    { name: "proxy function", handler: [file, "handler"] },
    { name: "with all resilience", handler: [resilientFile, "handler"], environment },
    ...(await installPeers(folder, service.url)),
    { name: "the same bytes over a socket", handler: ["socket"] },
  ];
  const targets = specs.map((spec) => startTarget(spec, service.url));
  const times = await measureInTurns(targets);
  for (const target of targets) target.stop();
  const medians = times.map((turns) => median(turns.map(median)));
  const [bare, own] = medians as [number, number];
  printTable(
    `One call at a time, ${calls} calls each`,
    ["", "p50", "p99", "p99 to p50", "of bare client", "proxy function is faster"],
    targets.map(({ name }, index) => {
      const p50 = medians[index]!;
      const p99 = median(times[index]!.map((turn) => percentile(turn, 99)));
      const us = (ms: number) => `${(ms * 1_000).toFixed(0)} µs`;
      return [name, us(p50), us(p99), ratio(p99, p50), percent(bare, p50), ratio(p50, own)];
    }),
  );
  console.log("  limits: of bare client ≥ 90 %, faster than each peer ≥ 2 ×, p99 to p50 ≤ 2 ×,");
  console.log("  or that of the socket: then it is the machine's.");
}

/** Times by target and turn. What disturbs the machine in some turns does not count: percentiles are medians of the turns'. */
async function measureInTurns(targets: readonly Target[]): Promise<number[][][]> {
  await inTurns(1, targets, (target) => target.measure(warmUpCalls));
  const turns = Math.ceil(calls / callsPerTurn);
  return inTurns(turns, targets, (target) => target.measure(callsPerTurn));
}

async function measureInit(file: string): Promise<void> {
  Object.assign(process.env, { SERVICE_URL: service.url, SERVICE_NAME: "bench" });
  const empty = join(folder, "empty.js");
  await writeFile(empty, "exports.handler = async () => {};");
  const [own, nothing] = await initTimes([file, empty]);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  printTable(
    "Time to load the function",
    ["", "median"],
    [
      ["proxy function", ms(own!)],
      ["empty function", ms(nothing!)],
      ["difference (limit: 10 ms)", ms(own! - nothing!)],
    ],
  );
}

async function printSizes(files: string[]): Promise<void> {
  const sizes = await Promise.all(files.map(async (file) => (await readFile(file)).length));
  const kb = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
  printTable(
    "Size",
    ["", "bundle", "limit"],
    [
      ["proxy function", kb(sizes[0]!), "20 kB"],
      ["streaming proxy function", kb(sizes[1]!), "20 kB"],
      ["with resilience", kb(sizes[2]!), "30 kB"],
      ["with everything", kb(sizes[3]!), "30 kB"],
    ],
  );
}
