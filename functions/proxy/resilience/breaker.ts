export interface BreakerOptions {
  /** Share of failed calls that opens the breaker. */
  readonly failureShare: number;
  /** Calls in the window before their share counts. */
  readonly minimumCalls: number;
  /** Time that calls count for, in milliseconds. */
  readonly windowMs: number;
  /** Time without calls until the first probe, in milliseconds. */
  readonly openMs: number;
}

/** A part of the window. */
interface Slice {
  readonly endsAt: number;
  calls: number;
  failures: number;
}

const slices = 10;

/** Identifies the phase in which a call was admitted; 0 for a refused call. */
type Admission = number;

/**
 * A circuit breaker. Closed, it admits every call. When enough calls of the window have failed, it opens
 * and refuses calls for a while. Then it is half-open: one call at a time probes the service, and its
 * outcome closes or opens the breaker.
 *
 * It knows the calls of one function instance. Each instance finds out by itself that a service is down.
 */
export interface Breaker {
  /** @returns an admission to report the outcome with, or 0 if the call must not be made */
  admit(): Admission;
  /** @param failed - `undefined` for a call that says nothing about the service */
  report(admission: Admission, failed: boolean | undefined): void;
  /** Milliseconds until a call may be admitted. A clock that was set back must not keep it open. */
  waitMs(): number;
}

/** @param now - the time in milliseconds. Timers do not run while Lambda freezes an instance. */
export function createBreaker(
  { failureShare, minimumCalls, windowMs, openMs }: BreakerOptions,
  now: () => number = Date.now,
): Breaker {
  let window: Slice[] = [];
  /** Changes with each transition, so that late results of an earlier phase do not count. */
  let phase: Admission = 1;
  let opensUntil: number | undefined;
  let isProbing = false;

  function waitMs(): number {
    const ms = (opensUntil ?? 0) - now();
    return ms > openMs ? 0 : Math.max(0, ms);
  }

  function count(failed: boolean): void {
    const time = now();
    window = window.filter(({ endsAt }) => endsAt > time - windowMs);
    let slice = window.at(-1);
    if (slice === undefined || slice.endsAt <= time) {
      slice = { endsAt: time + windowMs / slices, calls: 0, failures: 0 };
      window.push(slice);
    }
    slice.calls += 1;
    if (!failed) return;
    slice.failures += 1;
    const calls = sum(window, "calls");
    if (calls >= minimumCalls && sum(window, "failures") >= failureShare * calls) open();
  }

  function open(): void {
    phase += 1;
    isProbing = false;
    opensUntil = now() + openMs;
  }

  function close(): void {
    phase += 1;
    opensUntil = undefined;
    window = [];
  }

  return {
    admit: () => {
      if (opensUntil === undefined) return phase;
      if (isProbing || waitMs() > 0) return 0;
      isProbing = true;
      return phase;
    },
    report: (admission, failed) => {
      if (admission !== phase) return;
      if (opensUntil === undefined) {
        if (failed !== undefined) count(failed);
        return;
      }
      isProbing = false;
      if (failed === true) open();
      else if (failed === false) close();
    },
    waitMs,
  };
}

const sum = (window: readonly Slice[], key: "calls" | "failures"): number =>
  window.reduce((total, slice) => total + slice[key], 0);
