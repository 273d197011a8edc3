import { setTimeout as pause } from "node:timers/promises";

/** Time that one answer may take, in ms. */
const answerTimeoutMs = 10_000;

/** So many in a row tell that a region does not work; one alone may be the network's. */
const badAnswersInARow = 3;

/** A region does not work. */
export class UnhealthyError extends Error {
  override readonly name = "UnhealthyError";
}

export interface HealthChecks {
  /** Address that answers 200 while the region works; nothing if the platform has no such route. */
  readonly healthUrl: string | undefined;
  /** Alarms that ring because of the deployment, by name. */
  readonly ringingAlarms: () => Promise<string[]>;
  /** How long the region is watched after its first good answer, in ms. */
  readonly watchMs: number;
  readonly signal: AbortSignal;
  /**
   * How long a region has for its first good answer, in ms: a new API takes a while to be reachable.
   *
   * @default 60000
   */
  readonly timeoutMs?: number;
  /** Time between two looks, in ms. @default 2000 */
  readonly intervalMs?: number;
}

/**
 * Waits until a region answers, then watches it.
 *
 * @throws UnhealthyError when it does not answer in time, stops answering, an alarm rings, or the
 * check is called off
 */
export async function checkHealth(checks: HealthChecks): Promise<void> {
  const { healthUrl, ringingAlarms, watchMs, signal, timeoutMs = 60_000 } = checks;
  const { intervalMs = 2_000 } = checks;
  if (healthUrl) await untilHealthy(healthUrl, timeoutMs, intervalMs, signal);
  const until = performance.now() + watchMs;
  let badAnswers = 0;
  for (;;) {
    const alarms = await ringingAlarms();
    if (alarms.length > 0) throw new UnhealthyError(`in alarm: ${alarms.join(", ")}`);
    if (performance.now() >= until && badAnswers === 0) return;
    await wait(Math.min(intervalMs, Math.max(0, until - performance.now())), signal);
    if (!healthUrl) continue;
    try {
      await expectHealthy(healthUrl, signal);
      badAnswers = 0;
    } catch (error) {
      if (++badAnswers === badAnswersInARow || signal.aborted) throw error;
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
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]);
  try {
    const response = await fetch(url, { signal: timeout });
    await response.arrayBuffer();
    if (response.ok) return;
    throw new UnhealthyError(`${url} answers ${response.status}`);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (error instanceof UnhealthyError) throw error;
    throw new UnhealthyError(`${url} does not answer: ${reasonOf(error as Error)}`);
  }
}

const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

/** Rejects once it is called off. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {
    throw cancelled();
  });
}

const cancelled = () => new UnhealthyError("the check was cancelled");
