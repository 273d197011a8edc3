import { setTimeout as pause } from "node:timers/promises";

/** Limit for one response, in ms. */
const responseTimeoutMs = 10_000;

/** Failed responses in a row that make a region unhealthy; the network may cause a single one. */
const failuresInARow = 3;

/** A region does not work. */
class UnhealthyError extends Error {
  override readonly name = "UnhealthyError";
}

/** Names of alarms that are firing. */
interface FiringAlarms {
  /** They fire since the deployment. */
  readonly newly: readonly string[];
  /** They fired before it too, and stop if it has mended the region. */
  readonly still: readonly string[];
}

export interface HealthChecks {
  /** Address that responds with 200 while the region works. `undefined` if there is no such route. */
  readonly healthUrl: string | undefined;
  /** The alarms that are firing now. */
  readonly firingAlarms: () => Promise<FiringAlarms>;
  /** How long to watch the region after its first good response, in ms. */
  readonly watchMs: number;
  /** How long alarms that fired before may take to stop after the first good response, in ms. */
  readonly recoveryMs: number;
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
 * @throws UnhealthyError when it is not healthy in time or no longer, an alarm begins to fire or does not
 * stop, or the check is cancelled
 */
export async function checkHealth(checks: HealthChecks): Promise<void> {
  const { healthUrl, firingAlarms, watchMs, recoveryMs, signal } = checks;
  const { timeoutMs = 60_000, intervalMs = 2_000 } = checks;
  if (healthUrl) await untilHealthy(healthUrl, timeoutMs, intervalMs, signal);
  const startedAt = performance.now();
  const left = (ms: number) => Math.max(0, startedAt + ms - performance.now());
  let failures = 0;
  for (;;) {
    const { newly, still } = await firingAlarms();
    if (newly.length > 0) throw new UnhealthyError(`alarms fired: ${newly.join(", ")}`);
    const isQuiet = still.length === 0;
    if (isQuiet && left(watchMs) === 0 && failures === 0) return;
    if (!isQuiet && left(recoveryMs) === 0) {
      throw new UnhealthyError(`alarms still fire: ${still.join(", ")}`);
    }
    await wait(Math.min(intervalMs, left(isQuiet ? watchMs : recoveryMs)), signal);
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
