import type { Statement } from "../../model/policyDocument.ts";

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
const picks = (key: string): boolean =>
  !key.startsWith("aws:") || /^aws:(resource|request)tag\//.test(key);

/** Whether the conditions of a statement leave it with some resources only. */
export function picksResources({ conditions }: Statement): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      !/Not|Null/.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) => picks(key) && !values.some((value) => /^[*?]+$/.test(value)),
      ),
  );
}
