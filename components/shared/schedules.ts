import { parseExpression } from "../../project/schedules/expression.ts";
import { ExpressionError } from "../../project/schedules/expressionError.ts";
import { TimeZone } from "../../project/schedules/timeZone.ts";
import type { OptionFault } from "./errors.ts";
import { check, type Rule } from "./options.ts";

/** The kinds of expressions. Single spaces separate their parts. */
const forms = {
  rate: /^rate\(\S+ \S+\)$/,
  cron: /^cron\([^\s()]+( [^\s()]+){5}\)$/,
  at: /^at\(\S+\)$/,
};

/**
 * An expression of times that AWS accepts.
 *
 * @param kinds - the kinds of expressions that are allowed
 * @param allowed - what an error says about one of another kind
 */
export const scheduleExpression =
  (kinds: readonly (keyof typeof forms)[], allowed: string, fix?: string): Rule =>
  (given, argument) =>
    typeof given === "string" && kinds.some((kind) => forms[kind].test(given))
      ? expressionFaults(argument, given)
      : [{ argument, given, allowed, ...(fix && { fix }) }];

/** Faults of a valid expression in a time zone, whose clocks may skip its time. */
export const zoneFaults = (argument: string, given: string, zone = "UTC"): OptionFault[] =>
  zone === "UTC" ? [] : expressionFaults(argument, given, zone);

/** Faults of an expression that AWS would refuse, or whose times never come. */
function expressionFaults(argument: string, given: string, zone = "UTC"): OptionFault[] {
  const fault = (allowed: string, fix: string): OptionFault[] => [
    { argument, given, allowed, fix },
  ];
  try {
    return parseExpression(given, zone).next(-1, 0) === undefined
      ? fault("an expression with times that come", "No day fits all of its fields.")
      : [];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return fault("a valid expression", error.message);
  }
}

export const timeZone = check(
  isTimeZone,
  "a name of the IANA time zone database, such as Europe/Berlin",
);

/** AWS knows neither offsets such as `+01:00` nor other cases of letters, as JavaScript does. */
function isTimeZone(value: unknown): boolean {
  if (typeof value !== "string" || !/^[A-Z]/.test(value)) return false;
  try {
    const { name } = new TimeZone(value);
    return name === value || name.toLowerCase() !== value.toLowerCase();
  } catch {
    return false;
  }
}
