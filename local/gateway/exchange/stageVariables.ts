const reference = /\$\{stageVariables\.(\w+)\}/g;

/**
 * Fills a stage's variables into an ARN or URI; a missing one is empty. (API Gateway Developer Guide,
 * "Amazon API Gateway stage variables reference")
 */
export function resolveStageVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
): string {
  return text.replace(reference, (_, name: string) => variables[name] ?? "");
}
