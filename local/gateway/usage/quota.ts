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
  readonly #counts: Counts;

  /** @param before - the counter of the same key before the plan changed, whose calls count on */
  constructor(quota: QuotaModel | undefined, now: CalendarClock = Date.now, before?: QuotaCounter) {
    this.#quota = quota;
    this.#now = now;
    const isSamePeriod = before !== undefined && before.#quota?.period === quota?.period;
    this.#counts = isSamePeriod
      ? before.#counts
      : newCounts(quota, now(), before ? before.usedToday : 0);
  }

  /** Calls left in this period; undefined without a quota. */
  get remaining(): number | undefined {
    if (this.#quota === undefined) return undefined;
    this.#turn();
    const { limit, offset } = this.#quota;
    const { period, firstPeriod, used } = this.#counts;
    return Math.max(0, (period === firstPeriod ? limit - offset : limit) - used);
  }

  get usedToday(): number {
    this.#turn();
    return this.#counts.usedToday;
  }

  /** Counts an accepted call. Rejected calls do not count. */
  count(): void {
    this.#turn();
    this.#counts.used += 1;
    this.#counts.usedToday += 1;
  }

  #turn(): void {
    const now = this.#now();
    const counts = this.#counts;
    const day = periodStart("DAY", now);
    if (day === counts.day) return;
    counts.day = day;
    counts.usedToday = 0;
    if (this.#quota === undefined) return;
    const period = periodStart(this.#quota.period, now);
    if (period !== counts.period) counts.used = 0;
    counts.period = period;
  }
}

/** A key's calls. Periods and days by their starts. */
interface Counts {
  readonly firstPeriod: number;
  period: number;
  used: number;
  day: number;
  usedToday: number;
}

/** @param usedToday - what has counted already today, and thus in any period */
function newCounts(quota: QuotaModel | undefined, now: number, usedToday: number): Counts {
  const period = quota ? periodStart(quota.period, now) : 0;
  return { firstPeriod: period, period, used: usedToday, day: periodStart("DAY", now), usedToday };
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
