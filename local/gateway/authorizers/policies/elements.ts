/** A policy document that is none, or that this evaluator can't judge. */
export class PolicyDocumentError extends Error {
  override readonly name = "PolicyDocumentError";
}

/** A policy's pattern: `*` stands for any text, slashes and colons too, `?` for any one letter. */
export function wildcards(pattern: string, flags = ""): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    // Several in a row mean the same as one, and would make matching slow.
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`);
}

export const unjudged = (what: string, known: readonly string[]) =>
  new PolicyDocumentError(`the ${what} can't be judged locally; use one of ${known.join(", ")}`);

export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PolicyDocumentError(`${what} is no object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
