import { printTable } from "../support/table.ts";
import type { Target } from "../support/target.ts";
import { loadTimes } from "./load.ts";
import type { ServedGateway } from "./servedGateway.ts";
import { percentage, type Verdict } from "./verdict.ts";

const parts = 10;
const requestsPerPart = 20_000;

/** What the gateway's process holds after garbage collections, in its main thread and in all. */
export async function watchMemory(
  { memory }: ServedGateway,
  target: Target,
  paths: string[],
): Promise<Verdict[]> {
  // What is allocated once: code, connections, instances.
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
    verdict(
      "growth of the heap",
      samples.map(({ heapUsed }) => heapUsed),
    ),
    verdict(
      "growth of the process",
      samples.map(({ rss }) => rss),
    ),
  ];
}

/** The highest of the second half to the highest of the first: a process keeps what it once took, a leak goes on. */
function verdict(what: string, samples: number[]): Verdict {
  const half = Math.ceil(samples.length / 2);
  const measured = Math.max(...samples.slice(half)) / Math.max(...samples.slice(0, half)) - 1;
  return { what, measured, limit: { atMost: 0.05 }, show: percentage };
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
