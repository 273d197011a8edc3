import { setTimeout } from "node:timers/promises";

/**
 * Does work and answers no earlier than after a time, so that nobody can tell by it what the work
 * was. It fails as late as it succeeds.
 */
export async function takingAtLeast<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const [result] = await Promise.allSettled([work(), setTimeout(ms)]);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}
