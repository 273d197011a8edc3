import { notKnown } from "../../model/knownCopy.ts";
import type { Statement } from "../../model/policyDocument.ts";

/** A condition's key in lower case, with the values of which one has to fit. */
type Condition = readonly [key: string, values: readonly string[]];

/**
 * Whether one of a statement's conditions leaves little of it. Those that leave out something do not
 * count, nor those that hold where the key is missing: `…IfExists`, `ForAllValues:…`. One that is not
 * known yet may.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for
 * multivalued context keys".
 */
export const isLimited = (
  { conditions }: Statement,
  limits: (condition: Condition) => boolean,
): boolean =>
  Object.entries(conditions).some(
    ([operator, keys]) =>
      !/Not|Null|IfExists|ForAllValues/i.test(operator) && Object.entries(keys).some(limits),
  ) || notKnown in conditions;

/** Whether no value is made of wildcards alone. */
export const areSome = (values: readonly string[]): boolean =>
  values.every((value) => /[^*?]/.test(value));
