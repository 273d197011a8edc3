/** The states of CloudWatch. */
export type EvaluatedState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

interface Evaluation {
  /** Breaching data points that it takes, of the latest `periods`. */
  readonly needed: number;
  readonly periods: number;
  readonly missing: string;
}

/** Further periods whose data stand in for missing ones. */
export const furtherPeriods = 2;

/**
 * The state of an alarm as CloudWatch evaluates it. If enough of the data points exist, the latest existing ones
 * count; the treatment of missing data fills in for the rest.
 *
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 *
 * @param breaches - whether a period's value breaches the threshold, `undefined` without data; the latest first, with
 *   `furtherPeriods` at the end
 * @param before - the state so far
 */
export function stateOf(
  breaches: readonly (boolean | undefined)[],
  { needed, periods, missing }: Evaluation,
  before: EvaluatedState,
): EvaluatedState {
  const existing = breaches.filter((each) => each !== undefined).slice(0, periods);
  const breaching = existing.filter(Boolean).length;
  const filled = periods - existing.length;
  if (breaching >= needed) return "ALARM";
  if (filled === 0) return "OK";
  switch (missing) {
    case "notBreaching":
      return "OK";
    case "breaching":
      // Data that do not breach count before what is filled in.
      return isBreachingWithFills(existing, filled, needed) ? "ALARM" : "OK";
    case "ignore":
      return existing.some((each) => !each) ? "OK" : before;
    default:
      return withMissing(breaches, existing, needed);
  }
}

/** CloudWatch fills in no more than it needs to: nothing if the latest data point is within the threshold. */
function isBreachingWithFills(
  existing: readonly boolean[],
  filled: number,
  needed: number,
): boolean {
  const breaching = existing.filter(Boolean).length;
  return breaching + filled >= needed && existing[0] !== false;
}

/** One breach that is old enough counts, if nothing has come after it. */
function withMissing(
  breaches: readonly (boolean | undefined)[],
  existing: readonly boolean[],
  needed: number,
): EvaluatedState {
  if (existing.length === 0) return "INSUFFICIENT_DATA";
  const isOnlyBreaching = existing.every(Boolean);
  const oldest = breaches.findLastIndex((each) => each !== undefined);
  return isOnlyBreaching && oldest + 1 >= needed ? "ALARM" : "OK";
}
