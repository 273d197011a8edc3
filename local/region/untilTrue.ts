import { setTimeout } from "node:timers/promises";

/** Time between two questions, in ms. */
const intervalMs = 25;

/** Asks again and again until a condition holds, or the signal ends that. */
export async function untilTrue(condition: () => boolean, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !condition()) await setTimeout(intervalMs);
}
