import { fits, isAnything } from "../../model/patterns.ts";

/** What of IAM an ARN may name. */
type IdentityKind = "group" | "policy" | "role" | "user";

/**
 * Whether a pattern of ARNs says about nothing of the name of a role, a user or the like, in whatever
 * way it says that it is one: `arn:aws:iam::123456789012:role/*`, `arn:aws:iam::123456789012:r*`.
 */
export function isEveryIdentity(pattern: string, kinds: readonly IdentityKind[]): boolean {
  const [start, , service = "*", , , ...rest] = pattern.split(":");
  if (start !== "arn") return isAnything(pattern);
  const resource = rest.length > 0 ? rest.join(":") : "*";
  return (
    fits(service, "iam") && kinds.some((kind) => restsBehind(`${kind}/`, resource).some(isAnything))
  );
}

/** What a pattern says of what follows a text, for each way in which the text fits its start. */
function restsBehind(text: string, pattern: string): string[] {
  const lengths = [...pattern].map((_, index) => index + 1);
  return lengths
    .filter((length) => fits(pattern.slice(0, length), text))
    .map((length) => pattern.slice(pattern[length - 1] === "*" ? length - 1 : length));
}
