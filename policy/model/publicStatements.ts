import type { PrefixLengths } from "./addresses.ts";
import { areFewCallers } from "./callers.ts";
import { conditionsOf, isNarrowed } from "./conditions.ts";
import { notKnown } from "./knownCopy.ts";
import { fits, hasWildcard } from "./patterns.ts";
import { isAboutEverybody, type Statement } from "./policyDocument.ts";

/**
 * The statements by which everybody may do something, whatever account they are of, by their number
 * in the document. A condition on who calls, or from where, makes a statement one about few; one on
 * how (`aws:SecureTransport`) does not, nor one that holds where nothing is said (`…IfExists`). A
 * statement is harmless too where another one denies the same to all others.
 *
 * Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" and "AWS global condition
 * context keys"; Amazon S3 User Guide, "The meaning of public".
 *
 * @param widest - how many addresses of the internet still are few, of all statements that allow the same
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

/** @param beside - addresses that may do the same by other statements */
const isAboutFew = (
  statement: Statement,
  widest: PrefixLengths,
  beside: () => readonly string[] = () => [],
): boolean =>
  isNarrowed(statement, (key, values) =>
    areFewCallers(key, key === addressKey ? [...values, ...beside()] : values, widest),
  );

const addressKey = "aws:sourceip";

/** The addresses for which other statements allow all that one allows. */
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

/** They hold where the key is missing, with `IfExists` and without. */
const holdingForOthers =
  /^(stringnotequals|stringnotequalsignorecase|stringnotlike|arnnotequals|arnnotlike|notipaddress)(ifexists)?$/i;

/** Whether a statement denies something to all but few: to those for whom all its conditions hold. */
function deniesOthers(statement: Statement, widest: PrefixLengths): boolean {
  if (statement.effect !== "Deny" || !isAgainstAll(statement)) return false;
  const all = conditionsOf(statement);
  const others = all.filter(
    ({ operator, key, values }) =>
      (operator === notKnown || holdingForOthers.test(operator)) &&
      (key === notKnown || areFewCallers(key, values, widest)),
  );
  // Services of AWS that act for somebody are let off in many documents.
  const lettingOff = all.filter(
    ({ operator, key, values }) =>
      servicesKeys.get(key)?.test(operator) &&
      values.every((value) => value.toLowerCase() === "false"),
  );
  if (others.length + lettingOff.length < all.length) return false;
  return others.length > 0 || statement.notPrincipals.length > 0;
}

/**
 * Keys that tell services from others, and by which operators they do so. Calls without a signature
 * lack the first one. Source: IAM User Guide, "AWS global condition context keys".
 */
const servicesKeys: ReadonlyMap<string, RegExp> = new Map([
  ["aws:principalisawsservice", /^boolifexists$/i],
  ["aws:viaawsservice", /^bool(ifexists)?$/i],
]);

/** Whether a denial is for everybody, or for all but some: a star of another kind is not everybody. */
const isAgainstAll = ({ principals, notPrincipals }: Statement): boolean =>
  notPrincipals.length > 0
    ? !notPrincipals.some(hasWildcard)
    : principals.some((name) => name === "*" || name === "AWS:*");

/** Whether a statement is about all of what another one is about. Actions are the same in any case. */
const covers = (wide: Statement, narrow: Statement): boolean =>
  coverAll(
    wide.actions.map(lowerCase),
    narrow.notActions.length > 0 ? ["*"] : narrow.actions.map(lowerCase),
  ) && coverAll(wide.resources, narrow.notResources.length > 0 ? ["*"] : narrow.resources);

const lowerCase = (text: string): string => text.toLowerCase();

const coverAll = (patterns: readonly string[], texts: readonly string[]): boolean =>
  texts.every((text) => patterns.some((pattern) => fits(pattern, text)));
