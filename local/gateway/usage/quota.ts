import type { QuotaModel, QuotaPeriod } from "./plans.ts";

/** Epoch milliseconds, because quotas follow the calendar. */
export type CalendarClock = () => number;

/**
 * Counts one key's calls in a plan, by day and by the quota's period.
 *
 * Periods begin at midnight UTC, months on the 1st, weeks on Sunday. AWS does not document this; its
 * command-line examples and staff suggest the 1st, an older text of "QuotaSettings" Sunday. `offset`
 * applies to the first period. (API Gateway API Reference, "QuotaSettings")
 */
export class QuotaCounter {
  readonly #quota: QuotaModel | undefined;
  readonly #now: CalendarClock;
  readonly #firstPeriod: number;
  #period: number;
  #used = 0;
  #day: number;
  #usedToday = 0;

  constructor(quota: QuotaModel | undefined, now: CalendarClock = Date.now) {
    this.#quota = quota;
    this.#now = now;
    this.#day = periodStart("DAY", now());
    this.#period = this.#firstPeriod = quota ? periodStart(quota.period, now()) : 0;
  }

  /** Calls left in this period; undefined without a quota. */
  get remaining(): number | undefined {
    if (this.#quota === undefined) return undefined;
    this.#turn();
    const { limit, offset } = this.#quota;
    const allowed = this.#period === this.#firstPeriod ? limit - offset : limit;
    return Math.max(0, allowed - this.#used);
  }

  get usedToday(): number {
    this.#turn();
    return this.#usedToday;
  }

  /** Counts an accepted call. Rejected calls do not count. */
  count(): void {
    this.#turn();
    this.#used += 1;
    this.#usedToday += 1;
  }

  #turn(): void {
    const now = this.#now();
    const day = periodStart("DAY", now);
    if (day === this.#day) return;
    this.#day = day;
    this.#usedToday = 0;
    if (this.#quota === undefined) return;
    const period = periodStart(this.#quota.period, now);
    if (period !== this.#period) this.#used = 0;
    this.#period = period;
  }
}

const dayMs = 24 * 60 * 60 * 1000;

/** Returns the start of a moment's period. Both are epoch milliseconds. */
export function periodStart(period: QuotaPeriod, moment: number): number {
  const day = Math.floor(moment / dayMs) * dayMs;
  const date = new Date(day);
  switch (period) {
    case "DAY":
      return day;
    case "WEEK":
      return day - date.getUTCDay() * dayMs;
    case "MONTH":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
}
