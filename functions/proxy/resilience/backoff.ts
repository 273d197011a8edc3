/** Limits of the waiting time before a retry, in milliseconds. */
export interface Backoff {
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/**
 * The waiting time before the next retry, with decorrelated jitter: clients that failed together do not
 * retry together. Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 *
 * @param previousMs - the time before the previous retry; `baseDelayMs` before the first
 * @param random - in [0, 1)
 */
export const nextDelayMs = (
  previousMs: number,
  { baseDelayMs, maxDelayMs }: Backoff,
  random: number,
): number => Math.min(maxDelayMs, baseDelayMs + random * (previousMs * 3 - baseDelayMs));
