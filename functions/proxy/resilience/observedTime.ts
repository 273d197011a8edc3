/** Weight of the newest observation. */
const weight = 0.2;

/**
 * The time that a service takes, as one function instance observes it, to tell calls that can't be
 * answered in time. A time-out counts as twice the time waited, because the response would have taken
 * longer. A call under way that has waited longer than usual counts as well.
 */
export interface ObservedTime {
  /**
   * Whether to make a call. One call per `probeMs` is made in any case, to see when the service has
   * become faster.
   *
   * @param remainingMs - time until the call must be answered
   */
  fits(remainingMs: number, probeMs: number): boolean;
  /** @returns a function to call at the end: whether the service responded, or the time was up */
  start(): (end: "response" | "timeout" | "failure") => void;
}

export function observeTime(now: () => number = Date.now): ObservedTime {
  let smoothedMs: number | undefined;
  /** Start of each call under way, oldest first. */
  const underWay = new Set<{ readonly startedAt: number }>();
  let lastStart = 0;

  return {
    fits: (remainingMs, probeMs) => {
      const time = now();
      const [oldest] = underWay;
      const expectedMs = Math.max(smoothedMs ?? 0, oldest ? time - oldest.startedAt : 0);
      return remainingMs >= expectedMs || Math.abs(time - lastStart) >= probeMs;
    },
    start: () => {
      const startedAt = (lastStart = now());
      const call = { startedAt };
      underWay.add(call);
      return (end) => {
        underWay.delete(call);
        if (end === "failure") return;
        // A clock that was set back.
        const tookMs = Math.max(0, now() - startedAt) * (end === "timeout" ? 2 : 1);
        const before = smoothedMs ?? tookMs;
        smoothedMs = before + weight * (tookMs - before);
      };
    },
  };
}
