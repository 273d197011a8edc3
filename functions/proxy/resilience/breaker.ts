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
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #now: () => number;
  #window: Slice[] = [];
  /** Changes with each transition, so that late results of an earlier phase do not count. */
  #phase: Admission = 1;
  #opensUntil: number | undefined;
  #isProbing = false;

  /** @param now - the time in milliseconds. Timers do not run while Lambda freezes an instance. */
  constructor(options: BreakerOptions, now: () => number = Date.now) {
    this.#options = options;
    this.#now = now;
  }

  /** @returns an admission to report the outcome with, or 0 if the call must not be made */
  admit(): Admission {
    if (this.#opensUntil === undefined) return this.#phase;
    if (this.#isProbing || this.waitMs > 0) return 0;
    this.#isProbing = true;
    return this.#phase;
  }

  /** @param failed - `undefined` for a call that says nothing about the service */
  report(admission: Admission, failed: boolean | undefined): void {
    if (admission !== this.#phase) return;
    if (this.#opensUntil === undefined) {
      if (failed !== undefined) this.#count(failed);
      return;
    }
    this.#isProbing = false;
    if (failed === true) this.#open();
    else if (failed === false) this.#close();
  }

  /** Milliseconds until a call may be admitted. A clock that was set back must not keep it open. */
  get waitMs(): number {
    const waitMs = (this.#opensUntil ?? 0) - this.#now();
    return waitMs > this.#options.openMs ? 0 : Math.max(0, waitMs);
  }

  #count(failed: boolean): void {
    const { failureShare, minimumCalls, windowMs } = this.#options;
    const now = this.#now();
    this.#window = this.#window.filter(({ endsAt }) => endsAt > now - windowMs);
    let slice = this.#window.at(-1);
    if (slice === undefined || slice.endsAt <= now) {
      slice = { endsAt: now + windowMs / slices, calls: 0, failures: 0 };
      this.#window.push(slice);
    }
    slice.calls += 1;
    if (!failed) return;
    slice.failures += 1;
    const calls = sum(this.#window, "calls");
    const failures = sum(this.#window, "failures");
    if (calls >= minimumCalls && failures >= failureShare * calls) this.#open();
  }

  #open(): void {
    this.#phase += 1;
    this.#isProbing = false;
    this.#opensUntil = this.#now() + this.#options.openMs;
  }

  #close(): void {
    this.#phase += 1;
    this.#opensUntil = undefined;
    this.#window = [];
  }
}

const sum = (window: readonly Slice[], key: "calls" | "failures"): number =>
  window.reduce((total, slice) => total + slice[key], 0);
