import { printTable } from "../support/results.ts";
import type { Target } from "../support/target.ts";
import { loadTimes } from "./load.ts";
import type { ServedGateway } from "./servedGateway.ts";
import { percentage, type Verdict } from "./verdict.ts";

const parts = 10;
const requestsPerPart = 20_000;

/** Memory of the gateway's main thread and of its process after garbage collections. */
export async function watchMemory(
  { memory }: ServedGateway,
  target: Target,
  paths: string[],
): Promise<Verdict[]> {
  // Warms up everything that is allocated once: code, connections, instances.
  await loadTimes(target, requestsPerPart, paths);
  const samples = [await memory()];
  let failures = 0;
  for (let part = 0; part < parts; part++) {
    failures += await loadTimes(target, requestsPerPart, paths);
    samples.push(await memory());
  }
  printTable(
    `Memory over ${(parts * requestsPerPart).toLocaleString("en")} requests, of which ${failures} failed`,
    ["requests", "heap", "process"],
    samples.map(({ heapUsed, rss }, part) => [
      (part * requestsPerPart).toLocaleString("en"),
      megabytes(heapUsed),
      megabytes(rss),
    ]),
  );
  return [
    verdict("growth of the heap", samples, "heapUsed"),
    verdict("growth of the process", samples, "rss"),
  ];
}

/** Ratio of the second half's maximum to the first half's: a process keeps memory, but only a leak grows. */
function verdict(
  what: string,
  samples: readonly NodeJS.MemoryUsage[],
  key: "heapUsed" | "rss",
): Verdict {
  const half = Math.ceil(samples.length / 2);
  const most = (part: typeof samples) => Math.max(...part.map((sample) => sample[key]));
  const measured = most(samples.slice(half)) / most(samples.slice(0, half)) - 1;
  return { what, measured, limit: { atMost: 0.05 }, show: percentage };
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
