import { setTimeout } from "node:timers/promises";

/** Waits for some milliseconds, or until the signal ends it. Does not keep the process running. */
export async function abortable(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { ref: false, signal }).catch(() => {});
}
