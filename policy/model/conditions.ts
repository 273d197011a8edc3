import { notKnown } from "./knownCopy.ts";
import type { Statement } from "./policyDocument.ts";

/** One condition of a statement. It holds if one of its values matches. */
export interface Condition {
  /** As written, or {@link notKnown}. */
  readonly operator: string;
  /** In lower case, or {@link notKnown}. */
  readonly key: string;
  /** The values that are known. */
  readonly values: readonly string[];
}

/** The conditions of a statement, all of which must hold. */
export const conditionsOf = ({ conditions }: Statement): Condition[] =>
  Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: values.filter((value) => value !== notKnown),
    })),
  );

/**
 * Whether a condition limits a statement to a small part. Negated operators do not count, nor
 * operators that hold if the key is missing (`…IfExists`, `ForAllValues:…`), nor those on numbers
 * and dates. An unknown condition counts.
 *
 * Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for
 * multivalued context keys".
 *
 * @param narrows - whether these values of a key limit the statement
 */
export const isNarrowed = (
  statement: Statement,
  narrows: (key: string, values: readonly string[]) => boolean,
): boolean =>
  conditionsOf(statement).some(
    ({ operator, key, values }) =>
      (operator === notKnown || narrowing.test(operator)) &&
      (key === notKnown || narrows(key, values)),
  );

const narrowing =
  /^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress|bool)$/i;
