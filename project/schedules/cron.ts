import { ExpressionError } from "./expressionError.ts";

/**
 * AWS's dialect of cron: six fields, in the order minutes, hours, day of month, month, day of week, year.
 * (EventBridge Scheduler User Guide, "Schedule types", "Cron-based schedules")
 */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly years: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  matchesDay(date: CalendarDate): boolean;
}

/** A day of the calendar; `month` is 1 to 12. */
interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The years that a field can name. */
export const years = { first: 1970, last: 2199 };

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Names of the values, from `first` on. */
  readonly words?: readonly string[];
}

const monthNames = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const dayNames = "SUN MON TUE WED THU FRI SAT".split(" ");

const fields = {
  minutes: { name: "minutes", first: 0, last: 59 },
  hours: { name: "hours", first: 0, last: 23 },
  dayOfMonth: { name: "day-of-month", first: 1, last: 31 },
  month: { name: "month", first: 1, last: 12, words: monthNames },
  dayOfWeek: { name: "day-of-week", first: 1, last: 7, words: dayNames },
  year: { name: "year", ...years },
} satisfies Record<string, Field>;

/**
 * Reads what `cron(…)` contains.
 *
 * @throws ExpressionError
 */
export function parseCron(text: string): Cron {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6) {
    throw new ExpressionError(
      `cron(${text}) has ${parts.length} fields. Use six: minutes, hours, day-of-month, month, ` +
        "day-of-week and year.",
    );
  }
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = parts.map((part) =>
    part.toUpperCase(),
  ) as [string, string, string, string, string, string];
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    throw new ExpressionError(
      `cron(${text}) needs ? in exactly one of the fields day-of-month and day-of-week.`,
    );
  }
  return {
    minutes: valuesIn(fields.minutes, minutes),
    hours: valuesIn(fields.hours, hours),
    months: new Set(valuesIn(fields.month, month)),
    years: new Set(valuesIn(fields.year, year)),
    matchesDay: dayOfWeek === "?" ? daysOfMonth(dayOfMonth) : daysOfWeek(dayOfWeek),
  };
}

/** @returns the values in ascending order */
function valuesIn(field: Field, text: string): number[] {
  const values = new Set(text.split(",").flatMap((item) => valuesOfItem(field, item)));
  return [...values].sort((a, b) => a - b);
}

/** `5`, `MON`, `1-5`, `*`, and each of them with a step: `0/15`. */
function valuesOfItem(field: Field, item: string): number[] {
  const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (range === undefined || step === "0") throw invalid(field, item);
  const every = Number(step ?? 1);
  const [from, to, ...rest] = range === "*" ? [] : range.split("-");
  if (rest.length > 0) throw invalid(field, item);
  const first = from === undefined ? field.first : valueOf(field, from, item);
  const single = step === undefined && from !== undefined ? first : field.last;
  const last = to === undefined ? single : valueOf(field, to, item);
  const values: number[] = [];
  const size = field.last - field.first + 1;
  // A range such as FRI-MON goes on at the beginning.
  const length = last >= first ? last - first : last - first + size;
  for (let offset = 0; offset <= length; offset += every) {
    values.push(field.first + ((first - field.first + offset) % size));
  }
  return values;
}

function valueOf(field: Field, text: string, item: string): number {
  const word = field.words?.indexOf(text) ?? -1;
  const value = word >= 0 ? field.first + word : Number(text);
  if (/^\d+$/.test(text) || word >= 0) {
    if (value >= field.first && value <= field.last) return value;
  }
  throw invalid(field, item);
}

function invalid({ name, first, last, words }: Field, item: string): ExpressionError {
  const named = words ? ` or ${words[0]} to ${words.at(-1)}` : "";
  return new ExpressionError(
    `"${item}" is not valid in the field ${name}. Use ${first} to ${last}${named}, *, lists (,), ranges (-) ` +
      `and steps (/)${further[name] ?? ""}.`,
  );
}

const further: Readonly<Record<string, string>> = {
  "day-of-month": ", ?, L for the last day, or 15W for the weekday nearest to the 15th",
  "day-of-week": ", ?, L, 6L for the last Friday, or 3#2 for the second Tuesday",
};

type MatchesDay = Cron["matchesDay"];

function daysOfMonth(text: string): MatchesDay {
  if (text === "L") return (date) => date.day === lastDay(date);
  const nearest = /^(\d+)W$/.exec(text)?.[1];
  if (nearest !== undefined) {
    const target = valueOf(fields.dayOfMonth, nearest, text);
    return (date) => date.day === nearestWeekday(date, target);
  }
  const days = new Set(valuesIn(fields.dayOfMonth, text));
  return ({ day }) => days.has(day);
}

function daysOfWeek(text: string): MatchesDay {
  // Alone, L is the last day of the week.
  if (text === "L") return (date) => weekday(date) === fields.dayOfWeek.last;
  const last = /^(\w+)L$/.exec(text)?.[1];
  if (last !== undefined) {
    const wanted = valueOf(fields.dayOfWeek, last, text);
    return (date) => weekday(date) === wanted && date.day + 7 > lastDay(date);
  }
  const [, of, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (of !== undefined) {
    const wanted = valueOf(fields.dayOfWeek, of, text);
    return (date) => weekday(date) === wanted && Math.ceil(date.day / 7) === Number(nth);
  }
  const days = new Set(valuesIn(fields.dayOfWeek, text));
  return (date) => days.has(weekday(date));
}

/** 1 for Sunday to 7 for Saturday. */
const weekday = ({ year, month, day }: CalendarDate): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

const lastDay = ({ year, month }: CalendarDate): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The Monday to Friday that is nearest to a day, in the same month; undefined if the month lacks the day. */
function nearestWeekday(date: CalendarDate, day: number): number | undefined {
  const last = lastDay(date);
  if (day > last) return undefined;
  const of = weekday({ ...date, day });
  if (of === 7) return day === 1 ? 3 : day - 1;
  if (of === 1) return day === last ? day - 2 : day + 1;
  return day;
}
