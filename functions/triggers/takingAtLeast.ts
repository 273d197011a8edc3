import { setTimeout } from "node:timers/promises";

/**
 * Does work and returns no earlier than after a given time, so that the duration reveals nothing about
 * the work. Failures are delayed as well.
 */
export async function takingAtLeast<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const [result] = await Promise.allSettled([work(), setTimeout(ms)]);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}
