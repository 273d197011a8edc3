import { isNarrowed } from "../../model/conditions.ts";
import { hasWildcard, isAnything } from "../../model/patterns.ts";
import type { Statement } from "../../model/policyDocument.ts";

/**
 * Whether a pattern of ARNs leaves about nothing out: `*`, or one that names a service and at most a
 * kind of resource, such as `arn:aws:s3:::*` or `arn:aws:dynamodb:*:*:table/*`. One that names an
 * account is taken for a choice, and so are kinds of EC2: who starts an instance has to name some of
 * them whole.
 */
export function isEveryResource(pattern: string): boolean {
  if (isOpen(pattern)) return true;
  const [start, , service = "*", , account = "*", ...rest] = pattern.split(":");
  if (start !== "arn" || (account !== "" && !hasWildcard(account))) return false;
  const [kind = "*", ...names] = rest.join(":").split(/[:/]/);
  const isKindFree = service !== "s3" && service !== "ec2" && names.length > 0;
  return names.every(isOpen) && (isKindFree || isOpen(kind));
}

const isOpen = (part: string): boolean => part === "" || isAnything(part);

/** Whether the conditions of a statement leave it with some resources only. */
export const picksResources = (statement: Statement): boolean =>
  isNarrowed(statement, (key, values) => picks(key) && values.every(isChoice)) ||
  hasTags(statement.conditions["Null"] ?? {});

/** Keys of conditions that pick resources, and not callers or times: by tags, or by what one service knows. */
const picks = (key: string): boolean =>
  key.startsWith("aws:") ? tagKey.test(key) : !keysOfManner.has(key);

const tagKey = /^aws:(resource|request)tag\//;

/** Keys of services that are about how something is done, whatever it is done to. */
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

/** Whether a value of a condition chooses something: a name, a part of one, or one service of AWS. */
const isChoice = (value: string): boolean =>
  !isOpen(value) && !isEveryResource(value) && !/^[*?]+\.amazonaws\.com/i.test(value);

/** Whether the names of services of AWS, such as `ec2.amazonaws.com*`, say which one. */
export const nameServices = (values: readonly string[]): boolean =>
  values.every((value) => !hasWildcard(value.split(".")[0]!));

/** Whether there has to be a tag. */
const hasTags = (isMissing: Readonly<Record<string, readonly string[]>>): boolean =>
  Object.entries(isMissing).some(
    ([key, values]) => tagKey.test(key) && values.every((value) => value === "false"),
  );
