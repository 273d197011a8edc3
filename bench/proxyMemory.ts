// Whether the proxy function's memory stays flat: 1 GB through the streaming one, and 100,000 calls of the other.
import { Writable } from "node:stream";
import { createProxy } from "../functions/proxy/proxy.ts";
import { createStreamingProxy } from "../functions/proxy/streaming/streamingProxy.ts";
import { type EventParts, testEvent, testSettings } from "../functions/testing/proxyEvent.ts";
import { withLogsDiscarded } from "./proxy/discardedLogs.ts";
import { context } from "./proxy/event.ts";
import { startService } from "./proxy/service.ts";
import { printTable } from "./support/results.ts";

const gigabyte = 1_000_000_000;
const calls = 100_000;

if (!globalThis.gc) throw new Error("run it with node --expose-gc --import tsx");
const service = await startService("server");
try {
  const settings = { ...testSettings(new URL(service.url)), totalTimeoutMs: 600_000 };
  const rows = await withLogsDiscarded(async () => [
    ["1 GB streamed", ...(await streamGigabyte(settings))],
    [`${calls} calls`, ...(await makeCalls(settings))],
  ]);
  printTable("Memory", ["", "first", "last", "highest"], rows);
} finally {
  service.stop();
}

type Settings = ReturnType<typeof testSettings>;

/** The process's memory after each tenth of a response. */
async function streamGigabyte(settings: Settings): Promise<string[]> {
  const memory: number[] = [];
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > ((memory.length + 1) * gigabyte) / 10) memory.push(process.memoryUsage.rss());
      // Slower than the service, as a client may be.
      setImmediate(done);
    },
  });
  const handler = createStreamingProxy(settings, (stream) => stream);
  const patient = { ...context, getRemainingTimeInMillis: () => 900_000 };
  await handler(testEvent({ path: `/bytes/${gigabyte}` }), sink, patient);
  if (bytes !== gigabyte) throw new Error(`${bytes} bytes arrived`);
  return summary(memory);
}

/** The heap after each tenth of the calls, a few of which fail. */
async function makeCalls(settings: Settings): Promise<string[]> {
  const heap: number[] = [];
  const handler = createProxy(settings);
  const parts: EventParts[] = [
    { path: "/orders" },
    { path: "/a/../b" },
    { httpMethod: "POST", body: "x" },
  ];
  for (let call = 1; call <= calls; call++) {
    await handler(testEvent(parts[call % parts.length]), context);
    if (call % (calls / 10) !== 0) continue;
    globalThis.gc!();
    heap.push(process.memoryUsage().heapUsed);
  }
  return summary(heap);
}

function summary(values: number[]): string[] {
  const shown = [values[0]!, values.at(-1)!, Math.max(...values)];
  return shown.map((value) => `${(value / 1e6).toFixed(1)} MB`);
}
