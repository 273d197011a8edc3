// What 10,000 revocations cost a caller whose session is not among them.
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { run, type Served } from "./revocation/served.ts";
import { onInterrupt } from "./support/onInterrupt.ts";
import { inTurns, median, percentile, printTable, ratio } from "./support/results.ts";
import { type Target, timeRequest } from "./support/target.ts";

const entries = 10_000;
const rounds = Number(process.argv[2] ?? 3);
const fewCalls = 500;
/** Between two calls of the caller. */
const pauseMs = 10;

// Turns off the AWS SDK's reminder of its support policy.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
let failures = 0;
const gateway = run(new URL("revocation/gatewayProcess.ts", import.meta.url));
const stop = () => {
  if (gateway.child.connected) gateway.child.disconnect();
  return gateway.exited;
};
const forget = onInterrupt(stop);
try {
  const failed = gateway.exited.then(([code]) => {
    throw new Error(`The gateway's process ended with ${code}.`);
  });
  failed.catch(() => {});
  const [served] = (await Promise.race([once(gateway.child, "message"), failed])) as [Served];
  await compare("Each call reads the deny list (withinSeconds: 2)", "each", "kept", served);
  await compare("Decisions are kept (withinSeconds: 10)", "kept", "each", served);
} finally {
  forget();
  await stop();
}

/** Measures a caller of an API while its deny list is written to, while another one is, and while nothing is. */
async function compare(
  title: string,
  api: "each" | "kept",
  other: "each" | "kept",
  served: Served,
): Promise<void> {
  const { url, idToken: authorization } = served[api];
  const target = { name: api, url, headers: { authorization } };
  for (let warmUp = 0; warmUp < 300; warmUp++) await timeRequest(target);
  const writesTo = [undefined, served[other].denyListTable, served[api].denyListTable] as const;
  const [idle, unrelated, own] = await inTurns(rounds, writesTo, (tableName) =>
    tableName === undefined
      ? latenciesOf(target, fewCalls)
      : latenciesDuring(target, { aws: served.aws, tableName }),
  );
  const of = (latencies: number[][], percent: number) =>
    latencies.map((each) => percentile(each, percent));
  const row = (name: string, percent: number) => {
    const [without, during] = [of(unrelated, percent), of(own, percent)];
    const ratios = during.map((value, round) => value / without[round]!);
    const each = ratios.map((value) => value.toFixed(2)).join(" ");
    const medians = [of(idle, percent), without, during].map(median);
    return [name, ...medians.map(ms), ratio(median(ratios)), each];
  };
  const calls = own.map(({ length }) => length).join(", ");
  const failed = failures > 0 ? `, ${failures} failed` : "";
  failures = 0;
  printTable(
    `${title}: GET /items during ${entries.toLocaleString("en")} writes, ${calls} calls${failed}`,
    ["", "no writes", "writes elsewhere", "revocations", "to writes elsewhere", "of each round"],
    [row("p50", 50), row("p99", 99)],
  );
}

/** Leaves out calls that fail: the one AWS endpoint may not keep up with the writes, and callers then get 500. */
async function latenciesOf(target: Target, calls: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let call = 0; call < calls; call++) {
    await timeRequest(target).then(
      (latency) => latencies.push(latency),
      () => failures++,
    );
    await setTimeout(pauseMs);
  }
  return latencies;
}

/** Calls one after the other until all entries are written. */
async function latenciesDuring(
  target: Target,
  where: Pick<Served, "aws"> & { readonly tableName: string },
): Promise<number[]> {
  const { child, exited } = run(new URL("revocation/writerProcess.ts", import.meta.url));
  let isWriting = true;
  void exited.then(() => (isWriting = false));
  child.send({ ...where, entries });
  const latencies: number[] = [];
  while (isWriting) latencies.push(...(await latenciesOf(target, 1)));
  return latencies;
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
