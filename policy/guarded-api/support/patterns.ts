/** Tells texts that fit one of the patterns, in which `*` stands for any characters. */
export function matcher(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s");
  });
  return (text) => expressions.some((expression) => expression.test(text));
}
