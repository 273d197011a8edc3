export const hasWildcard = (text: string): boolean => /[*?]/.test(text);

/**
 * Whether a value is the same for every caller: it has no wildcards, and no policy variables except
 * those about the resource.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export const isFixed = (value: string): boolean =>
  !hasWildcard(value) && !/\$\{(?!aws:resource(account|orgid|orgpaths)\})/i.test(value);

/**
 * Whether a pattern matches almost anything: it has wildcards, and nowhere three other characters
 * in a row.
 */
export const isAnything = (pattern: string): boolean =>
  hasWildcard(pattern) && !/[^*?]{3}/.test(pattern);

/**
 * Whether a text matches a pattern with wildcards. If the text is a pattern too, whether everything
 * that matches the text also matches the pattern.
 */
export const fits = (pattern: string, text: string): boolean =>
  expressionOf(pattern, "s").test(text);

/** @param flags - of the regular expression */
export function expressionOf(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*+/g, ".*").replaceAll("?", "[^*]")}$`, flags);
}

/** Whether an ARN pattern also matches resources of unrelated accounts. */
export function leavesAccountOpen(arn: string): boolean {
  const [, , service, , account = "*", ...resource] = arn.split(":");
  // Bucket ARNs have no account, but bucket names are unique.
  const isByName = account === "" || (account === "*" && service === "s3");
  return !isFixed(isByName ? resource.join(":") : account);
}

/** Returns a function that checks texts against patterns, in which `*` matches any characters. */
export function matcher(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s");
  });
  return (text) => expressions.some((expression) => expression.test(text));
}
