import type { TrafficReport, TrafficValues } from "../apiTypes/platform.ts";

/** Length of an interval, in s. */
const intervalSeconds = 5;

/** Intervals that are kept: a quarter of an hour. */
const kept = 180;

/** Bounds of latencies grow by this factor, so a percentile is wrong by at most 10 %. */
const growth = 1.2;

/** From 0.1 ms to over an hour. */
const bounds = 100;

interface Interval {
  /** Number of the interval since 1970. */
  number: number;
  requests: number;
  errors: number;
  /** Requests by latency, in steps of `growth`. */
  latencies: Uint32Array;
}

/** Counts the requests to a region, by interval. */
export class Traffic {
  readonly #ring: Interval[] = [];

  /**
   * @param latencyMs - until the response began
   * @param now - ms since 1970
   */
  add(latencyMs: number, isError: boolean, now = Date.now()): void {
    const number = numberAt(now);
    let interval = this.#ring[number % kept];
    if (interval?.number !== number) {
      const latencies = interval?.latencies.fill(0) ?? new Uint32Array(bounds);
      interval = this.#ring[number % kept] = { number, requests: 0, errors: 0, latencies };
    }
    interval.requests++;
    if (isError) interval.errors++;
    interval.latencies[boundOf(latencyMs)]!++;
  }

  values(now: number): TrafficValues {
    const intervals = Array.from({ length: kept }, (_, index) => {
      const number = numberAt(now) - kept + 1 + index;
      const interval = this.#ring[number % kept];
      return interval?.number === number ? interval : undefined;
    });
    return {
      requests: intervals.map((each) => each?.requests ?? 0),
      errors: intervals.map((each) => each?.errors ?? 0),
      p50: intervals.map((each) => percentile(each, 0.5)),
      p95: intervals.map((each) => percentile(each, 0.95)),
    };
  }
}

/** Describes the traffic of regions at one moment. */
export const trafficReport = (
  regions: readonly { readonly name: string; readonly traffic: Traffic }[],
  now = Date.now(),
): TrafficReport => ({
  intervalSeconds,
  from: (numberAt(now) - kept + 1) * intervalSeconds,
  regions: Object.fromEntries(regions.map(({ name, traffic }) => [name, traffic.values(now)])),
});

const numberAt = (now: number): number => Math.floor(now / 1_000 / intervalSeconds);

const boundOf = (latencyMs: number): number => {
  const step = Math.ceil(Math.log(latencyMs / 0.1) / Math.log(growth));
  return Math.min(bounds - 1, Math.max(0, step));
};

/** The middle of the step that has it. */
function percentile(interval: Interval | undefined, share: number): number | null {
  if (!interval) return null;
  let left = Math.ceil(interval.requests * share);
  const step = interval.latencies.findIndex((requests) => (left -= requests) <= 0);
  return Number((0.1 * growth ** (step - 0.5)).toPrecision(3));
}
