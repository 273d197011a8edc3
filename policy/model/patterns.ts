export const hasWildcard = (text: string): boolean => /[*?]/.test(text);

/**
 * Whether a value is the same for every caller: it has no wildcards, and no variable but those that tell
 * of the resource itself.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export const isFixed = (value: string): boolean =>
  !hasWildcard(value) && !/\$\{(?!aws:resource(account|orgid|orgpaths)\})/i.test(value);

/** Whether a pattern fits about anything: it has wildcards, and no three letters in a row beside them. */
export const isAnything = (pattern: string): boolean =>
  hasWildcard(pattern) && !/[^*?]{3}/.test(pattern);

/**
 * Whether a text fits a pattern with wildcards. The text may be a pattern too: then, whether all that
 * fits it fits the other one.
 */
export const fits = (pattern: string, text: string): boolean =>
  expressionOf(pattern, "s").test(text);

/** @param flags - of the regular expression */
export function expressionOf(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*+/g, ".*").replaceAll("?", "[^*]")}$`, flags);
}

/** Whether resources of accounts that nobody thought of fit an ARN with wildcards. */
export function leavesAccountOpen(arn: string): boolean {
  const [, , service, , account = "*", ...resource] = arn.split(":");
  // Buckets have no account in their ARN, but a name that is nobody else's.
  const isByName = account === "" || (account === "*" && service === "s3");
  return !isFixed(isByName ? resource.join(":") : account);
}

/** Tells texts that fit one of the patterns, in which `*` stands for any characters. */
export function matcher(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s");
  });
  return (text) => expressions.some((expression) => expression.test(text));
}
