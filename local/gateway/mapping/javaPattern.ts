import { boundedTest } from "../boundedRegex.ts";
import { RestApiDefinitionError } from "../errors.ts";
import { javaPattern, TemplateError } from "../velocity/index.ts";

/**
 * Compiles one of API Gateway's patterns, a Java regular expression for a whole text.
 *
 * @param subject - the owner of the pattern, for errors
 * @param property - the pattern's name, for errors
 * @param extent - with `lines`, dots also match line ends
 * @returns a function that throws SlowRegexError
 * @throws RestApiDefinitionError for an invalid or unsupported pattern
 */
export function compileJavaPattern(
  subject: string,
  property: string,
  pattern: string,
  extent: "lines" | "whole" = "whole",
): (text: string) => boolean {
  try {
    return boundedTest(javaPattern(`(?:${pattern})`, extent));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new RestApiDefinitionError(subject, `its ${property}: ${error.message}`);
  }
}
