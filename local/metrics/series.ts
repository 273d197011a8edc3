/** Milliseconds since 1970. */
export type Clock = () => number;

const minuteMs = 60_000;

/** Minutes that are kept: the longest period of an alarm with a count is an hour, and graphs show three. */
const keptMinutes = 180;

/** Each bar of a distribution is this much wider than the one before, so percentiles are right to 2 %. */
const growth = Math.log(1.02);

/** What is known of a minute: a few numbers, however many values there were. */
interface Minute {
  readonly minute: number;
  count: number;
  sum: number;
  least: number;
  greatest: number;
  /** Numbers of values by the bar that they are in. */
  readonly bars: Map<number, number> | undefined;
}

/** The minute that a clock is in, since 1970. */
export const minuteOf = (ms: number): number => Math.floor(ms / minuteMs);

/** The values of one metric, in buckets of a minute as CloudWatch keeps them. */
export class Series {
  readonly #now: Clock;
  readonly #hasPercentiles: boolean;
  readonly #minutes = new Map<number, Minute>();
  #latest: Minute | undefined;

  /** @param hasPercentiles - keeps a distribution too */
  constructor(now: Clock, hasPercentiles: boolean) {
    this.#now = now;
    this.#hasPercentiles = hasPercentiles;
  }

  add(value: number): void {
    const bucket = this.#current();
    bucket.count += 1;
    bucket.sum += value;
    if (value < bucket.least) bucket.least = value;
    if (value > bucket.greatest) bucket.greatest = value;
    if (bucket.bars === undefined) return;
    const bar = value < 1 ? 0 : Math.ceil(Math.log(value) / growth);
    bucket.bars.set(bar, (bucket.bars.get(bar) ?? 0) + 1);
  }

  /**
   * The value over minutes.
   *
   * @param statistic - `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p99`
   * @param last - the last minute of the period
   * @returns `undefined` without a value in these minutes
   */
  value(statistic: string, last: number, minutes: number): number | undefined {
    const found: Minute[] = [];
    for (let minute = last - minutes + 1; minute <= last; minute++) {
      const bucket = this.#minutes.get(minute);
      if (bucket) found.push(bucket);
    }
    if (found.length === 0) return undefined;
    const count = found.reduce((total, each) => total + each.count, 0);
    const sum = found.reduce((total, each) => total + each.sum, 0);
    const least = Math.min(...found.map((each) => each.least));
    const greatest = Math.max(...found.map((each) => each.greatest));
    switch (statistic) {
      case "SampleCount":
        return count;
      case "Sum":
        return sum;
      case "Average":
        return sum / count;
      case "Minimum":
        return least;
      case "Maximum":
        return greatest;
      default:
        return percentile(found, count, Number(statistic.slice(1)), [least, greatest]);
    }
  }

  #current(): Minute {
    const minute = minuteOf(this.#now());
    if (this.#latest?.minute === minute) return this.#latest;
    const bars = this.#hasPercentiles ? new Map<number, number>() : undefined;
    this.#latest = { minute, count: 0, sum: 0, least: Infinity, greatest: -Infinity, bars };
    this.#minutes.set(minute, this.#latest);
    for (const old of this.#minutes.keys()) {
      if (old > minute - keptMinutes) break;
      this.#minutes.delete(old);
    }
    return this.#latest;
  }
}

function percentile(
  minutes: readonly Minute[],
  count: number,
  percent: number,
  [least, greatest]: readonly [number, number],
): number | undefined {
  const bars = new Map<number, number>();
  for (const minute of minutes) {
    if (minute.bars === undefined) return undefined;
    for (const [bar, number] of minute.bars) bars.set(bar, (bars.get(bar) ?? 0) + number);
  }
  let left = Math.ceil((count * percent) / 100);
  for (const [bar, number] of [...bars].sort(([one], [other]) => one - other)) {
    left -= number;
    if (left <= 0) return Math.min(greatest, Math.max(least, Math.exp(bar * growth)));
  }
  return greatest;
}
