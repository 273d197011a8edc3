import { boundedTest } from "../boundedRegex.ts";
import { UnservedStatementError } from "./unserved.ts";

/** Syntax of AWS WAF's patterns that JavaScript lacks, or reads as something else. */
const foreign = /\\[GEHhKQRX]|\[\[:|\(\?(?:[>|#&RP0-9+]|-?[imsx]+[:)])/;

/**
 * Compiles a pattern for texts with one character per byte.
 *
 * @returns a function that throws SlowRegexError
 * @throws UnservedStatementError for a pattern that JavaScript does not have
 */
export function compileRegex(pattern: string): (text: string) => boolean {
  const [, flags = "", rest = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
  const bytes = Buffer.from(rest).toString("latin1");
  if (foreign.test(bytes)) throw new UnservedStatementError(`the pattern ${pattern}`);
  try {
    const regex = new RegExp(
      bytes.replace(/\\([AZz])/g, (_, anchor) => (anchor === "A" ? "^" : "$")),
      [...new Set(flags)].join(""),
    );
    return boundedTest(regex);
  } catch {
    throw new UnservedStatementError(`the pattern ${pattern}`);
  }
}
