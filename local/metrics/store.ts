import { type Clock, Series } from "./series.ts";

/** A metric of CloudWatch. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Metrics that a region has at most, so that names from outside can't fill the memory. */
const mostSeries = 2_000;

/** The metrics of one region. What happens for each call is little: a few numbers of a minute change. */
export class MetricStore {
  readonly now: Clock;
  readonly #series = new Map<string, Series>();

  /** @param now - milliseconds since 1970. @default the machine's clock */
  constructor(now: Clock = Date.now) {
    this.now = now;
  }

  /**
   * A metric's series, to be kept by who adds to it.
   *
   * @param options - `percentiles`: whether it has statistics such as p99. @default it doesn't
   */
  series(metric: MetricName, { percentiles = false } = {}): Series {
    const key = keyOf(metric);
    const known = this.#series.get(key);
    if (known) return known;
    const made = new Series(this.now, percentiles);
    if (this.#series.size < mostSeries) this.#series.set(key, made);
    return made;
  }

  add(metric: MetricName, value: number): void {
    this.series(metric).add(value);
  }

  /** The series of a metric that has had a value; `undefined` without one. */
  find(metric: MetricName): Series | undefined {
    return this.#series.get(keyOf(metric));
  }
}

function keyOf({ namespace, name, dimensions = {} }: MetricName): string {
  const pairs = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([namespace, name, ...pairs]);
}
