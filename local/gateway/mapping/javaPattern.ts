import { RestApiDefinitionError } from "../errors.ts";
import { javaPattern, TemplateError } from "../velocity/index.ts";

/**
 * Prepares a pattern that has to match all of a text: API Gateway's are Java's regular expressions,
 * which may begin with `(?i)`.
 *
 * @param subject - whose pattern it is, for errors
 * @param what - what it is called there
 * @param extent - `lines` where its dots stand for line ends, too
 * @throws RestApiDefinitionError for what is no pattern, or not known here
 */
export function compileJavaPattern(
  subject: string,
  what: string,
  pattern: string,
  extent: "lines" | "whole" = "whole",
): (text: string) => boolean {
  try {
    const regex = javaPattern(`(?:${pattern})`, extent);
    return (text) => regex.test(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new RestApiDefinitionError(subject, `its ${what}: ${error.message}`);
  }
}
