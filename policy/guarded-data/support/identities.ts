import { fits, isAnything } from "../../model/patterns.ts";

/** Kinds of IAM resources in ARNs. */
type IdentityKind = "group" | "policy" | "role" | "user";

/**
 * Whether an ARN pattern matches almost every role, user or the like, in any way of writing it:
 * `arn:aws:iam::123456789012:role/*`, `arn:aws:iam::123456789012:r*`.
 */
export function isEveryIdentity(pattern: string, kinds: readonly IdentityKind[]): boolean {
  const [start, , service = "*", , , ...rest] = pattern.split(":");
  if (start !== "arn") return isAnything(pattern);
  const resource = rest.length > 0 ? rest.join(":") : "*";
  return (
    fits(service, "iam") && kinds.some((kind) => restsBehind(`${kind}/`, resource).some(isAnything))
  );
}

/**
 * The rest of a pattern after a text, for each way in which the text matches the pattern's start.
 */
function restsBehind(text: string, pattern: string): string[] {
  const lengths = [...pattern].map((_, index) => index + 1);
  return lengths
    .filter((length) => fits(pattern.slice(0, length), text))
    .map((length) => pattern.slice(pattern[length - 1] === "*" ? length - 1 : length));
}
