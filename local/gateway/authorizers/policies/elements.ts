import { boundedTest } from "../../boundedRegex.ts";

/** A policy document that is invalid, or that this evaluator does not support. */
export class PolicyDocumentError extends Error {
  override readonly name = "PolicyDocumentError";
}

/** Compiles a policy's pattern: `*` matches any text, including slashes and colons, `?` one character. */
export function wildcards(pattern: string, flags = ""): (text: string) => boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    // Several in a row mean the same as one, but make matching slow.
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return boundedTest(new RegExp(`^${source}$`, `s${flags}`));
}

export const unsupported = (element: string, known: readonly string[]) =>
  new PolicyDocumentError(
    `the ${element} is not supported locally; use one of ${known.join(", ")}`,
  );

export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PolicyDocumentError(`${what} is not an object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
