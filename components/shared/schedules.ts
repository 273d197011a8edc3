import { check } from "./options.ts";

/** A field of a cron expression: its values, and what else it may be. */
interface Field {
  readonly first: number;
  readonly last: number;
  /** Names of the values, from `first` on. */
  readonly words?: readonly string[];
  readonly others?: RegExp;
}

/** In order. */
const fields: readonly Field[] = [
  { first: 0, last: 59 },
  { first: 0, last: 23 },
  { first: 1, last: 31, others: /^(\?|L|([1-9]|[12]\d|3[01])W)$/ },
  { first: 1, last: 12, words: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ") },
  {
    first: 1,
    last: 7,
    words: "SUN MON TUE WED THU FRI SAT".split(" "),
    others: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { first: 1970, last: 2199 },
];

/**
 * Whether AWS accepts what `cron(…)` contains.
 * Source: EventBridge Scheduler User Guide, "Schedule types", "Cron-based schedules".
 */
function isCron(content: string): boolean {
  const parts = content.toUpperCase().split(" ");
  const hasOneDay = (parts[2] === "?") !== (parts[4] === "?");
  return (
    parts.length === fields.length &&
    hasOneDay &&
    fields.every(
      (field, index) =>
        field.others?.test(parts[index]!) ||
        parts[index]!.split(",").every((item) => isItem(field, item)),
    )
  );
}

/** `5`, `MON`, `1-5`, `*`, and each of them with a step: `0/15`. */
function isItem({ first, last, words = [] }: Field, item: string): boolean {
  const [, from, to] = /^(\*|\w+)(?:(?<!\*)-(\w+))?(?:\/[1-9]\d*)?$/.exec(item) ?? [];
  const isValue = (text: string) =>
    words.includes(text) || (/^\d+$/.test(text) && Number(text) >= first && Number(text) <= last);
  return from !== undefined && [from, to ?? "*"].every((each) => each === "*" || isValue(each));
}

/** Whether `at(…)` contains a date and a time that exist. */
function isTime(content: string): boolean {
  const time = new Date(`${content}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(content);
}

/**
 * @param kinds - the kinds of expressions that are allowed
 * @param allowed - what an error says
 */
export const scheduleExpression = (
  kinds: readonly ("rate" | "cron" | "at")[],
  allowed: string,
  fix?: string,
) =>
  check(
    (value) => {
      const [, kind, content = ""] = /^(rate|cron|at)\(([^()]+)\)$/.exec(String(value)) ?? [];
      if (typeof value !== "string" || !kinds.includes(kind as "at")) return false;
      if (kind === "cron") return isCron(content);
      if (kind === "at") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content) && isTime(content);
      return /^[1-9]\d* (minute|hour|day)s?$/.test(content);
    },
    allowed,
    fix,
  );

/** Not an offset such as +01:00, which AWS refuses. */
export const timeZone = check((value) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value as string });
    return typeof value === "string" && /^[A-Za-z]/.test(value);
  } catch {
    return false;
  }
}, "a time zone, such as Europe/Berlin");
