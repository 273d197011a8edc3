import { type Cron, parseCron, years } from "./cron.ts";
import { ExpressionError } from "./expressionError.ts";
import { type ClockTime, TimeZone } from "./timeZone.ts";

/** The times at which a schedule is due. All times are in ms since 1970. */
export interface Recurrence {
  /** Whether it is due only once. */
  readonly once: boolean;
  /**
   * The first time after `after`.
   *
   * @param anchor - the first time of a rate: the schedule's start date, or its creation
   * @returns undefined if there is none
   */
  next(after: number, anchor: number): number | undefined;
}

/**
 * Reads a schedule's expression: `rate(5 minutes)`, `cron(15 10 ? * 6L *)` or `at(2030-01-31T09:00:00)`.
 *
 * A time that clocks skip in spring is left out, and one that they show twice in autumn counts once. A day of a
 * rate has 24 hours. (EventBridge Scheduler User Guide, "Schedule types", "Daylight savings time")
 *
 * @param zone - name of the time zone in which clocks show the times
 * @throws ExpressionError
 */
export function parseExpression(text: string, zone = "UTC"): Recurrence {
  const timeZone = new TimeZone(zone);
  const [, kind, content = ""] = /^(rate|cron|at)\(([^()]*)\)$/.exec(text) ?? [];
  if (kind === "rate") return rate(content);
  if (kind === "cron") return recurring(parseCron(content), timeZone);
  if (kind === "at") return once(content, timeZone);
  throw new ExpressionError(
    `The schedule expression "${text}" is not valid. Use rate(<number> <unit>), ` +
      "cron(<six fields>) or at(<yyyy>-<mm>-<dd>T<hh>:<mm>:<ss>).",
  );
}

const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

function rate(content: string): Recurrence {
  const [, number = "", unit = ""] = /^\s*([1-9]\d*)\s+(minute|hour|day)s?\s*$/.exec(content) ?? [];
  if (unit === "") {
    throw new ExpressionError(
      `rate(${content}) is not valid. Use a whole number from 1 on and minutes, hours or days.`,
    );
  }
  const period = Number(number) * units[unit]!;
  return {
    once: false,
    next: (after, anchor) =>
      after < anchor ? anchor : anchor + (Math.floor((after - anchor) / period) + 1) * period,
  };
}

function once(content: string, timeZone: TimeZone): Recurrence {
  const [year, month, day, hour, minute, second] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(content)?.slice(1).map(Number) ?? [];
  const clock = { year, month, day, hour, minute, second } as ClockTime;
  const instant = isOnClocks(clock) ? timeZone.instantOf(clock) : undefined;
  if (instant === undefined) {
    throw new ExpressionError(
      `at(${content}) is no time of the time zone. Use at(<yyyy>-<mm>-<dd>T<hh>:<mm>:<ss>).`,
    );
  }
  return { once: true, next: (after) => (instant > after ? instant : undefined) };
}

function isOnClocks({ year, month, day, hour, minute, second }: ClockTime): boolean {
  if (year === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return (
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour
  );
}

/** More than clocks were ever set back by. */
const longestSetbackMs = 3 * 3_600_000;

function recurring(cron: Cron, timeZone: TimeZone): Recurrence {
  return {
    once: false,
    next: (after) => {
      const now = timeZone.clockAt(after);
      const earliest = Date.UTC(now.year, now.month - 1, now.day, now.hour, now.minute);
      const from = new Date(earliest - longestSetbackMs);
      for (const date of datesOf(cron, from)) {
        for (const [hour, minute] of timesOf(cron)) {
          if (Date.UTC(date.year, date.month - 1, date.day, hour, minute) < from.getTime())
            continue;
          const instant = timeZone.instantOf({ ...date, hour, minute, second: 0 });
          if (instant !== undefined && instant > after) return instant;
        }
      }
      return undefined;
    },
  };
}

/** The matching days from a date on. */
function* datesOf({ years: inYears, months, matchesDay }: Cron, from: Date) {
  const first = { year: from.getUTCFullYear(), month: from.getUTCMonth() + 1 };
  for (let { year } = first; year <= years.last; year += 1) {
    if (!inYears.has(year)) continue;
    for (let month = year === first.year ? first.month : 1; month <= 12; month += 1) {
      if (!months.has(month)) continue;
      const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
      const begin = year === first.year && month === first.month ? from.getUTCDate() : 1;
      for (let day = begin; day <= days; day += 1) {
        const date = { year, month, day };
        if (matchesDay(date)) yield date;
      }
    }
  }
}

function* timesOf({ hours, minutes }: Cron): Generator<[hour: number, minute: number]> {
  for (const hour of hours) for (const minute of minutes) yield [hour, minute];
}
