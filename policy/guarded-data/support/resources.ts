import { isNarrowed } from "../../model/conditions.ts";
import { fits, hasWildcard, isAnything } from "../../model/patterns.ts";
import type { Statement } from "../../model/policyDocument.ts";

/**
 * Whether an ARN pattern excludes almost nothing: `*`, or only a service and a resource type, such
 * as `arn:aws:s3:::*` or `arn:aws:dynamodb:*:*:table/*`. A pattern with an account is acceptable,
 * and so are EC2 resource types: starting an instance requires some of them in full.
 */
export function isEveryResource(pattern: string): boolean {
  if (isOpen(pattern)) return true;
  const [start, , service = "*", , account = "*", ...rest] = pattern.split(":");
  if (start !== "arn" || (account !== "" && !hasWildcard(account))) return false;
  const [kind = "*", ...names] = rest.join(":").split(/[:/]/);
  const isKindFree = service !== "s3" && service !== "ec2" && names.length > 0;
  return names.every(isOpen) && (isKindFree || isOpen(kind));
}

/** Whether an ARN pattern matches every secret of an account, such as `arn:aws:secretsmanager:*:123456789012:secret:*`. */
export function isEverySecret(pattern: string): boolean {
  const [start, , service = "", , , ...rest] = pattern.split(":");
  if (start !== "arn" || !fits(service, "secretsmanager")) return false;
  const [kind = "", ...names] = rest;
  return names.length === 0 ? isOpen(kind) : fits(kind, "secret") && names.every(isOpen);
}

const isOpen = (part: string): boolean => part === "" || isAnything(part);

/** Whether the conditions of a statement limit it to some resources. */
export const picksResources = (statement: Statement): boolean =>
  isNarrowed(statement, (key, values) => picks(key) && values.every(isChoice)) ||
  hasTags(statement.conditions["Null"] ?? {});

/**
 * Condition keys that select resources, not callers or times: tags, and keys of single services.
 */
const picks = (key: string): boolean =>
  key.startsWith("aws:") ? tagKey.test(key) : !keysOfManner.has(key);

const tagKey = /^aws:(resource|request)tag\//;

/** Condition keys about how an action is performed, on any resource. */
const keysOfManner: ReadonlySet<string> = new Set([
  "dynamodb:enclosingoperation",
  "dynamodb:fulltablescan",
  "dynamodb:returnconsumedcapacity",
  "dynamodb:returnvalues",
  "dynamodb:select",
  "ec2:region",
  "s3:authtype",
  "s3:delimiter",
  "s3:max-keys",
  "s3:signatureage",
  "s3:signatureversion",
  "s3:tlsversion",
  "s3:x-amz-acl",
  "s3:x-amz-content-sha256",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-storage-class",
]);

/** Whether a condition's value makes a choice: a name, a part of a name, or one AWS service. */
const isChoice = (value: string): boolean =>
  !isOpen(value) && !isEveryResource(value) && !/^[*?]+\.amazonaws\.com/i.test(value);

/** Whether a pattern of service principals, such as `ec2.amazonaws.com*`, names one service. */
export const nameServices = (values: readonly string[]): boolean =>
  values.every((value) => !hasWildcard(value.split(".")[0]!));

/** Whether a tag is required. */
const hasTags = (isMissing: Readonly<Record<string, readonly string[]>>): boolean =>
  Object.entries(isMissing).some(
    ([key, values]) => tagKey.test(key) && values.every((value) => value === "false"),
  );
