import { Agent, request } from "node:http";
import type { Target } from "../support/target.ts";
import { connections } from "./load.ts";

/** What became of evenly spaced requests. */
export interface Paced {
  /** Milliseconds from when each was due to the end of its answer. */
  readonly latencies: number[];
  /** How often each status was answered. */
  readonly statuses: Record<number, number>;
  /** From the first request to the last answer. */
  readonly seconds: number;
}

/** Sends requests at their times, whether or not those before have been answered. */
export async function loadPaced(
  { url, headers }: Target,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const ask = (dueAt: number) =>
    new Promise<void>((resolve, reject) => {
      const call = request(url, { agent, headers }, (answer) => {
        answer.resume().on("end", () => {
          latencies.push(performance.now() - dueAt);
          statuses[answer.statusCode!] = (statuses[answer.statusCode!] ?? 0) + 1;
          resolve();
        });
      });
      call.on("error", reject).end();
    });

  const total = Math.round(perSecond * seconds);
  const asked: Promise<void>[] = [];
  const startedAt = performance.now();
  while (asked.length < total) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    while (asked.length < Math.min(due, total)) {
      asked.push(ask(startedAt + (asked.length / perSecond) * 1000));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  const lasted = performance.now() - startedAt;
  agent.destroy();
  return { latencies, statuses, seconds: lasted / 1000 };
}
