import { areTooWide, isCidr, type PrefixLengths } from "./addresses.ts";
import { isFixed, leavesAccountOpen } from "./patterns.ts";

/** Condition keys that can limit a statement to few callers, with the values that do. */
const fewBy = new Map<string, (values: readonly string[], widest: PrefixLengths) => boolean>([
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
  ...each(["dataaccesspointaccount"], "s3", areFixed),
  ...each(["calleraccount"], "kms", areFixed),
  ...each(["principalorgpaths", "sourceorgpaths", "vpceorgpaths"], "aws", areInOrganization),
  ...each(["userid"], "aws", areIds),
  ...each(["sourceip"], "aws", areNarrow),
  // Mount targets are in a VPC. Source: Amazon EFS User Guide, "Blocking public access".
  ...each(["accessedviamounttarget"], "elasticfilesystem", areTrue),
]);

/**
 * Whether values of a condition key limit a statement to few callers.
 *
 * @param key - in lower case
 * @param widest - the most public addresses that count as few
 */
export const areFewCallers = (
  key: string,
  values: readonly string[],
  widest: PrefixLengths,
): boolean => fewBy.get(key)?.(values, widest) ?? false;

function areOwn(values: readonly string[]): boolean {
  return values.every((value) => !leavesAccountOpen(value));
}

function areFixed(values: readonly string[]): boolean {
  return values.every((value) => value !== "" && isFixed(value));
}

/** Paths within an organization may end in wildcards: o-123/r-456/*. */
function areInOrganization(values: readonly string[]): boolean {
  return areFixed(values.map((value) => value.split("/")[0]!));
}

/** AROAEXAMPLEID:*, the sessions of a role. All ids of a kind begin with the same four letters. */
function areIds(values: readonly string[]): boolean {
  return values.every((value) => /^[^*?:$]{12}/.test(value));
}

function areNarrow(values: readonly string[], widest: PrefixLengths): boolean {
  const ranges = values.map((value) =>
    value.includes("/") ? value : `${value}/${value.includes(":") ? 128 : 32}`,
  );
  return ranges.every(isCidr) && !areTooWide(ranges, widest);
}

function areTrue(values: readonly string[]): boolean {
  return values.every((value) => value.toLowerCase() === "true");
}

function each<Check>(
  keys: readonly string[],
  service: string,
  check: Check,
): (readonly [string, Check])[] {
  return keys.map((key) => [`${service}:${key}`, check]);
}
