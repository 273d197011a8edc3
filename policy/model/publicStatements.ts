import { areTooWide, isCidr, type PrefixLengths } from "./addresses.ts";
import { hasWildcard, leavesAccountOpen } from "./arns.ts";
import { notKnown } from "./knownCopy.ts";
import { isAboutEverybody, type Statement } from "./policyDocument.ts";

/** What condition keys are about, as far as they tell few callers from everybody. */
const fewBy: Readonly<
  Record<string, (values: readonly string[], widest: PrefixLengths) => boolean>
> = {
  ...each(["sourcearn", "principalarn", "sourcevpcarn"], "aws", areOwn),
  ...each(["dataaccesspointarn"], "s3", areOwn),
  ...each(
    [
      ...["sourceaccount", "principalaccount", "sourceowner", "vpceaccount"],
      ...["principalorgid", "sourceorgid", "vpceorgid", "sourcevpc", "sourcevpce"],
      "principalservicename",
    ],
    "aws",
    areFixed,
  ),
  "s3:dataaccesspointaccount": areFixed,
  "kms:calleraccount": areFixed,
  // Paths within an organization end in wildcards: o-123/r-456/*.
  ...each(["principalorgpaths", "sourceorgpaths", "vpceorgpaths"], "aws", startFixed),
  ...each(["userid"], "aws", startFixed),
  "aws:sourceip": areNarrow,
  // Mount targets are in a VPC. Source: Amazon EFS User Guide, "Blocking public access".
  "elasticfilesystem:accessedviamounttarget": (values) => values.every((value) => isTrue(value)),
};

/**
 * The statements by which everybody may do something, whatever account they are of, by their number
 * in the document. A condition on who calls, or from where, makes a statement one about few; one on
 * how (`aws:SecureTransport`) does not, nor one that holds where nothing is said (`…IfExists`). A
 * statement is harmless too where another one denies the same to all others.
 *
 * Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" and "AWS global condition
 * context keys"; Amazon S3 User Guide, "The meaning of public".
 *
 * @param widest - how many addresses of the internet still are few
 */
export function publicStatements(
  statements: readonly Statement[],
  widest: PrefixLengths,
): { readonly index: number; readonly statement: Statement }[] {
  return statements
    .map((statement, index) => ({ index, statement }))
    .filter(
      ({ statement }) =>
        statement.effect === "Allow" &&
        isAboutEverybody(statement) &&
        !isAboutFew(statement, widest) &&
        !statements.some((other) => deniesOthers(other, widest) && covers(other, statement)),
    );
}

const holdingForFew =
  /^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress|bool)$/i;
/** They hold where the key is missing, with `IfExists` and without. */
const holdingForOthers =
  /^(stringnotequals|stringnotequalsignorecase|stringnotlike|arnnotequals|arnnotlike|notipaddress)(ifexists)?$/i;

/** All conditions must hold, so one is enough. */
const isAboutFew = ({ conditions }: Statement, widest: PrefixLengths): boolean =>
  Object.entries(conditions).some(
    ([operator, keys]) =>
      (holdingForFew.test(operator) || operator === notKnown) &&
      Object.entries(keys).some(([key, values]) => areFew(key, values, widest)),
  );

/** Whether a statement denies something to all but few. */
function deniesOthers(statement: Statement, widest: PrefixLengths): boolean {
  const { effect, notPrincipals, conditions } = statement;
  if (effect !== "Deny" || !isAboutEverybody(statement)) return false;
  const all = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  const others = all.filter(
    ({ operator, key, values }) =>
      (holdingForOthers.test(operator) || operator === notKnown) && areFew(key, values, widest),
  );
  // Services of AWS that act for somebody are let off in many documents.
  const lettingOff = all.filter(
    ({ operator, key, values }) =>
      /^bool(ifexists)?$/i.test(operator) &&
      ["aws:principalisawsservice", "aws:viaawsservice"].includes(key) &&
      values.every((value) => value.toLowerCase() === "false"),
  );
  if (others.length + lettingOff.length < all.length) return false;
  return others.length > 0 || notPrincipals.length > 0;
}

/** Whether a statement is about all of what another one is about. */
const covers = (wide: Statement, narrow: Statement): boolean =>
  coverAll(wide.actions, narrow.notActions.length > 0 ? ["*"] : narrow.actions) &&
  coverAll(wide.resources, narrow.notResources.length > 0 ? ["*"] : narrow.resources);

const coverAll = (patterns: readonly string[], texts: readonly string[]): boolean =>
  texts.every((text) => patterns.some((pattern) => matches(pattern, text)));

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "is").test(text);
}

function areFew(key: string, values: readonly string[], widest: PrefixLengths): boolean {
  // What is not known may well be few.
  if (key === notKnown) return true;
  const known = values.filter((value) => value !== notKnown);
  return fewBy[key]?.(known, widest) ?? false;
}

function areOwn(values: readonly string[]): boolean {
  return values.every((value) => !leavesAccountOpen(value));
}

function areFixed(values: readonly string[]): boolean {
  return values.every((value) => value !== "" && !hasWildcard(value));
}

function startFixed(values: readonly string[]): boolean {
  return values.every((value) => /^[^*?:/]{3,}/.test(value));
}

function areNarrow(values: readonly string[], widest: PrefixLengths): boolean {
  const ranges = values.map((value) =>
    value.includes("/") ? value : `${value}/${value.includes(":") ? 128 : 32}`,
  );
  return ranges.every(isCidr) && !areTooWide(ranges, widest);
}

function isTrue(value: string): boolean {
  return value.toLowerCase() === "true";
}

function each<Check>(keys: readonly string[], service: string, check: Check) {
  return Object.fromEntries(keys.map((key) => [`${service}:${key}`, check]));
}
