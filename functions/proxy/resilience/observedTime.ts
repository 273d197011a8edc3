/** Weight of the newest observation. */
const weight = 0.2;

/**
 * The time that a service takes, as one function instance observes it, to tell calls that can't be
 * answered in time. A time-out counts as twice the time waited, because the response would have taken
 * longer. A call under way that has waited longer than usual counts as well.
 */
export class ObservedTime {
  readonly #now: () => number;
  #smoothedMs: number | undefined;
  /** Start of each call under way, oldest first. */
  readonly #underWay = new Set<{ readonly startedAt: number }>();
  #lastStart = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Whether to make a call. One call per `probeMs` is made in any case, to see when the service has
   * become faster.
   *
   * @param remainingMs - time until the call must be answered
   */
  fits(remainingMs: number, probeMs: number): boolean {
    const now = this.#now();
    return remainingMs >= this.#expectedMs(now) || Math.abs(now - this.#lastStart) >= probeMs;
  }

  /** @returns a function to call at the end: whether the service responded, or the time was up */
  start(): (end: "response" | "timeout" | "failure") => void {
    const startedAt = (this.#lastStart = this.#now());
    const call = { startedAt };
    this.#underWay.add(call);
    return (end) => {
      this.#underWay.delete(call);
      if (end === "failure") return;
      // A clock that was set back.
      const tookMs = Math.max(0, this.#now() - startedAt) * (end === "timeout" ? 2 : 1);
      const before = this.#smoothedMs ?? tookMs;
      this.#smoothedMs = before + weight * (tookMs - before);
    };
  }

  #expectedMs(now: number): number {
    const [oldest] = this.#underWay;
    return Math.max(this.#smoothedMs ?? 0, oldest ? now - oldest.startedAt : 0);
  }
}
