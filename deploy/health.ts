/** How long a region has for its first good answer, in ms: a new API takes a while to be reachable. */
const timeoutMs = 60_000;
const intervalMs = 2_000;

/** A region does not work. */
export class UnhealthyError extends Error {
  override readonly name = "UnhealthyError";
}

export interface HealthChecks {
  /** Address that answers 200 while the region works; nothing if the platform has no such route. */
  readonly healthUrl: string | undefined;
  /** Alarms that ring, by name. */
  readonly ringingAlarms: () => Promise<string[]>;
  /** How long the region is watched after its first good answer, in ms. */
  readonly watchMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until a region answers, then watches it.
 *
 * @throws UnhealthyError when it does not answer in time, stops answering, or an alarm rings
 */
export async function checkHealth(checks: HealthChecks): Promise<void> {
  const { healthUrl, ringingAlarms, watchMs, signal } = checks;
  if (healthUrl) await untilHealthy(healthUrl, signal);
  const until = performance.now() + watchMs;
  for (;;) {
    const alarms = await ringingAlarms();
    if (alarms.length > 0) throw new UnhealthyError(`in alarm: ${alarms.join(", ")}`);
    if (performance.now() >= until) return;
    await pause(Math.min(intervalMs, until - performance.now()), signal);
    if (healthUrl) await expectHealthy(healthUrl, signal);
  }
}

async function untilHealthy(url: string, signal: AbortSignal): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await expectHealthy(url, signal);
    } catch (error) {
      if (signal.aborted || performance.now() >= until) throw error;
    }
    await pause(intervalMs, signal);
  }
}

async function expectHealthy(url: string, signal: AbortSignal): Promise<void> {
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const response = await fetch(url, { signal: timeout }).catch((error: Error) => {
    throw new UnhealthyError(`${url} does not answer: ${reasonOf(error)}`);
  });
  await response.arrayBuffer();
  if (!response.ok) throw new UnhealthyError(`${url} answers ${response.status}`);
}

const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

/** Rejects once it is called off. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", cancel, { once: true });
    function done() {
      signal.removeEventListener("abort", cancel);
      resolve();
    }
    function cancel() {
      clearTimeout(timer);
      reject(new UnhealthyError("the check was cancelled"));
    }
  });
}
