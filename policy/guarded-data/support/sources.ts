import { widest } from "../../model/addresses.ts";
import { areFewCallers } from "../../model/callers.ts";
import { conditionsOf, isNarrowed } from "../../model/conditions.ts";
import { notKnown } from "../../model/knownCopy.ts";
import { isFixed, leavesAccountOpen } from "../../model/patterns.ts";
import type { Statement } from "../../model/policyDocument.ts";

/**
 * Whether a statement for an AWS service applies only on behalf of some accounts or resources.
 *
 * Source: IAM User Guide, "The confused deputy problem".
 */
export const saysForWhom = (statement: Statement): boolean => isNarrowed(statement, isSource);

/** Whether values of a condition key say for whom a service calls. */
function isSource(key: string, values: readonly string[]): boolean {
  if (key.startsWith(encryptionContext)) return values.every(isOwn);
  if (key === grantFlag) return values.every((value) => value.toLowerCase() === "true");
  if (key === "aws:referer") return values.every(isFixed);
  return sourceKeys.includes(key) && areFewCallers(key, values, widest);
}

const sourceKeys: readonly string[] = [
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  // The former name of aws:SourceAccount in SNS and SQS.
  "aws:sourceowner",
];

/**
 * The resource whose data a service encrypts. Source: "Encrypt log data in CloudWatch Logs using AWS
 * Key Management Service", CloudWatch Logs User Guide.
 */
const encryptionContext = "kms:encryptioncontext:";

/**
 * Grants that a service makes for a resource that it already has access to. Source: "Working with
 * customer managed keys for DNSSEC", Route 53 Developer Guide.
 */
const grantFlag = "kms:grantisforawsresource";

const isOwn = (value: string): boolean =>
  value.startsWith("arn:") ? !leavesAccountOpen(value) : isFixed(value);

/**
 * Whether a statement denies something to services that act for others: a condition on the source with a
 * negated operator, at most together with one that limits the statement to services or to calls
 * with a source.
 *
 * Source: "Resource control policy examples", AWS Organizations User Guide.
 */
export function deniesOtherSources(statement: Statement): boolean {
  const { effect, principals } = statement;
  const isAgainstAll = principals.some((name) => name === "*" || name === "AWS:*");
  if (effect !== "Deny" || !isAgainstAll) return false;
  const all = conditionsOf(statement);
  const others = all.filter(
    ({ operator, key, values }) => negated.test(operator) && isSource(key, values),
  );
  const accompanying = all.filter(
    ({ operator, key }) =>
      operator === notKnown ||
      (/^bool/i.test(operator) && key === "aws:principalisawsservice") ||
      (/^null$/i.test(operator) && sourceKeys.includes(key)),
  );
  return others.length > 0 && others.length + accompanying.length === all.length;
}

const negated = /^(stringnotequals|stringnotlike|arnnotequals|arnnotlike)(ifexists)?$/i;
