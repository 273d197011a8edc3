import type { Statement } from "../../model/policyDocument.ts";
import { areSome, isLimited } from "./conditions.ts";

/**
 * Whether a pattern of ARNs leaves nothing out: `*`, or one that names a service and at most a kind of
 * resource, such as `arn:aws:s3:::*` or `arn:aws:dynamodb:*:*:table/*`. One that names an account is
 * taken for a choice, and so are kinds of EC2: who starts an instance has to name some of them whole.
 */
export function isEveryResource(pattern: string): boolean {
  if (isOpen(pattern)) return true;
  const [start, , service = "*", , account = "*", ...rest] = pattern.split(":");
  if (start !== "arn" || !isOpen(account)) return false;
  const [kind = "*", ...names] = rest.join(":").split(/[:/]/);
  const isKindFree = service !== "s3" && service !== "ec2" && names.length > 0;
  return names.every(isOpen) && (isKindFree || isOpen(kind));
}

const isOpen = (part: string): boolean => /^[*?]*$/.test(part);

/** Keys of conditions that pick resources, and not callers or times: by tags, or by what one service knows. */
const picks = (key: string): boolean => !key.startsWith("aws:") || tagKey.test(key);

const tagKey = /^aws:(resource|request)tag\//;

/** Whether the conditions of a statement leave it with some resources only. */
export const picksResources = (statement: Statement): boolean =>
  isLimited(statement, ([key, values]) => picks(key) && areSome(values)) ||
  hasTags(statement.conditions["Null"] ?? {});

/** Whether there has to be a tag. */
const hasTags = (isMissing: Readonly<Record<string, readonly string[]>>): boolean =>
  Object.entries(isMissing).some(
    ([key, values]) => tagKey.test(key) && values.every((value) => value === "false"),
  );
