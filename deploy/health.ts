import { setTimeout as pause } from "node:timers/promises";

/** Limit for one response, in ms. */
const responseTimeoutMs = 10_000;

/** Failed responses in a row that make a region unhealthy; the network may cause a single one. */
const failuresInARow = 3;

/** A region does not work. */
class UnhealthyError extends Error {
  override readonly name = "UnhealthyError";
}

export interface HealthChecks {
  /** Address that responds with 200 while the region works. `undefined` if there is no such route. */
  readonly healthUrl: string | undefined;
  /** Names of alarms that fire and did not before the deployment. */
  readonly newlyFiringAlarms: () => Promise<string[]>;
  /** How long to watch the region after its first good response, in ms. */
  readonly watchMs: number;
  readonly signal: AbortSignal;
  /**
   * How long to wait for the first good response, in ms: a new API takes a while to be reachable.
   * @default 60000
   */
  readonly timeoutMs?: number;
  /** Time between two requests, in ms. @default 2000 */
  readonly intervalMs?: number;
}

/**
 * Waits until a region is healthy, then watches it.
 *
 * @throws UnhealthyError when it is not healthy in time or no longer, an alarm fires, or the check is
 * cancelled
 */
export async function checkHealth(checks: HealthChecks): Promise<void> {
  const { healthUrl, newlyFiringAlarms, watchMs, signal, timeoutMs = 60_000 } = checks;
  const { intervalMs = 2_000 } = checks;
  if (healthUrl) await untilHealthy(healthUrl, timeoutMs, intervalMs, signal);
  const until = performance.now() + watchMs;
  let failures = 0;
  for (;;) {
    const alarms = await newlyFiringAlarms();
    if (alarms.length > 0) throw new UnhealthyError(`alarms fired: ${alarms.join(", ")}`);
    if (performance.now() >= until && failures === 0) return;
    await wait(Math.min(intervalMs, Math.max(0, until - performance.now())), signal);
    if (!healthUrl) continue;
    try {
      await expectHealthy(healthUrl, signal);
      failures = 0;
    } catch (error) {
      if (++failures === failuresInARow || signal.aborted) throw error;
    }
  }
}

async function untilHealthy(
  url: string,
  timeoutMs: number,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await expectHealthy(url, signal);
    } catch (error) {
      if (signal.aborted || performance.now() >= until) throw error;
    }
    await wait(intervalMs, signal);
  }
}

async function expectHealthy(url: string, signal: AbortSignal): Promise<void> {
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(responseTimeoutMs)]);
  try {
    const response = await fetch(url, { signal: timeout });
    await response.arrayBuffer();
    if (response.ok) return;
    throw new UnhealthyError(`${url} responded with ${response.status}`);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (error instanceof UnhealthyError) throw error;
    throw new UnhealthyError(`${url} did not respond: ${reasonOf(error as Error)}`);
  }
}

const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

/** Rejects when cancelled. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {
    throw cancelled();
  });
}

const cancelled = () => new UnhealthyError("the check was cancelled");
