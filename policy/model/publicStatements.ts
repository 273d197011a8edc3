import type { PrefixLengths } from "./addresses.ts";
import { areFewCallers } from "./callers.ts";
import { conditionsOf, isNarrowed } from "./conditions.ts";
import { notKnown } from "./knownCopy.ts";
import { fits, hasWildcard } from "./patterns.ts";
import { isAboutEverybody, type Statement } from "./policyDocument.ts";

/**
 * The statements that allow something to everyone, in any account, with their index in the
 * document. A condition on the caller or on the network limits a statement to few callers;
 * conditions such as `aws:SecureTransport`, or with `…IfExists`, do not. A statement is also
 * harmless if another one denies the same to all others.
 *
 * Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" and "AWS global condition
 * context keys"; Amazon S3 User Guide, "The meaning of public".
 *
 * @param widest - the most public addresses that count as few, over all statements that allow the same
 */
export function publicStatements(
  statements: readonly Statement[],
  widest: PrefixLengths,
): { readonly index: number; readonly statement: Statement }[] {
  const denials = statements.filter((statement) => deniesOthers(statement, widest));
  return statements
    .map((statement, index) => ({ index, statement }))
    .filter(
      ({ statement }) =>
        allowsEverybody(statement) &&
        !isAboutFew(statement, widest, () => addressesBeside(statement, statements, widest)) &&
        !denials.some((denial) => covers(denial, statement)),
    );
}

const allowsEverybody = (statement: Statement): boolean =>
  statement.effect === "Allow" && isAboutEverybody(statement);

/** @param beside - addresses that other statements allow the same */
const isAboutFew = (
  statement: Statement,
  widest: PrefixLengths,
  beside: () => readonly string[] = () => [],
): boolean =>
  isNarrowed(statement, (key, values) =>
    areFewCallers(key, key === addressKey ? [...values, ...beside()] : values, widest),
  );

const addressKey = "aws:sourceip";

/** The addresses to which other statements allow everything that one allows. */
const addressesBeside = (
  statement: Statement,
  statements: readonly Statement[],
  widest: PrefixLengths,
): string[] =>
  statements
    .filter((other) => other !== statement && allowsEverybody(other) && covers(other, statement))
    .filter((other) => isAboutFew(other, widest) && !isAboutFewByName(other, widest))
    .flatMap(conditionsOf)
    .flatMap(({ key, values }) => (key === addressKey ? values : []));

const isAboutFewByName = (statement: Statement, widest: PrefixLengths): boolean =>
  isNarrowed(statement, (key, values) => key !== addressKey && areFewCallers(key, values, widest));

/** Negated operators, which hold if the key is missing, with and without `IfExists`. */
const holdingForOthers =
  /^(stringnotequals|stringnotequalsignorecase|stringnotlike|arnnotequals|arnnotlike|notipaddress)(ifexists)?$/i;

/**
 * Whether a statement denies something to all but few callers: to those for whom all its conditions
 * hold.
 */
function deniesOthers(statement: Statement, widest: PrefixLengths): boolean {
  if (statement.effect !== "Deny" || !isAgainstAll(statement)) return false;
  const all = conditionsOf(statement);
  const others = all.filter(
    ({ operator, key, values }) =>
      (operator === notKnown || holdingForOthers.test(operator)) &&
      (key === notKnown || areFewCallers(key, values, widest)),
  );
  // Many documents exclude AWS services that act for someone.
  const lettingOff = all.filter(
    ({ operator, key, values }) =>
      servicesKeys.get(key)?.test(operator) &&
      values.every((value) => value.toLowerCase() === "false"),
  );
  if (others.length + lettingOff.length < all.length) return false;
  return others.length > 0 || statement.notPrincipals.length > 0;
}

/**
 * Condition keys that identify AWS services, with the operators that do so. Unsigned requests lack
 * the first key. Source: IAM User Guide, "AWS global condition context keys".
 */
const servicesKeys: ReadonlyMap<string, RegExp> = new Map([
  ["aws:principalisawsservice", /^boolifexists$/i],
  ["aws:viaawsservice", /^bool(ifexists)?$/i],
]);

/**
 * Whether a Deny applies to everyone, or to all but some. A wildcard of another kind is not
 * everyone.
 */
const isAgainstAll = ({ principals, notPrincipals }: Statement): boolean =>
  notPrincipals.length > 0
    ? !notPrincipals.some(hasWildcard)
    : principals.some((name) => name === "*" || name === "AWS:*");

/**
 * Whether a statement includes everything that another one is about. Actions are case-insensitive.
 */
export const covers = (wide: Statement, narrow: Statement): boolean =>
  coverAll(
    wide.actions.map(lowerCase),
    narrow.notActions.length > 0 ? ["*"] : narrow.actions.map(lowerCase),
  ) && coverAll(wide.resources, narrow.notResources.length > 0 ? ["*"] : narrow.resources);

const lowerCase = (text: string): string => text.toLowerCase();

const coverAll = (patterns: readonly string[], texts: readonly string[]): boolean =>
  texts.every((text) => patterns.some((pattern) => fits(pattern, text)));
