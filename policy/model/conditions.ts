import { notKnown } from "./knownCopy.ts";
import type { Statement } from "./policyDocument.ts";

/** One condition of a statement, of whose values one has to fit. */
export interface Condition {
  /** As it is written; {@link notKnown} while nobody knows. */
  readonly operator: string;
  /** In lower case; {@link notKnown} while nobody knows. */
  readonly key: string;
  /** Those that are known. */
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
 * Whether one of a statement's conditions leaves little of it. Those that leave out something do not
 * count, nor those that hold where the key is missing (`…IfExists`, `ForAllValues:…`), nor those on
 * numbers and dates. One that is not known yet may.
 *
 * Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for
 * multivalued context keys".
 *
 * @param narrows - whether such values of a key leave little
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
