import type { RestApiModel } from "../../gateway/index.ts";
import type { Operation, SecurityRequirement } from "../../gateway/openapi.ts";

/**
 * Why the functions of an operation, its integration's and its authorizer's, are not served in a stage.
 *
 * @param requirements - those that apply to the operation
 * @param functionProblem - the reason why a function is not served; undefined if it is
 * @returns undefined if all of them are served
 */
export function unservedFunction(
  operation: Operation,
  requirements: readonly SecurityRequirement[],
  { document, stage }: RestApiModel,
  functionProblem: (functionArn: string) => string | undefined,
): string | undefined {
  const schemes = document.components?.securitySchemes ?? {};
  const uris = [
    operation["x-amazon-apigateway-integration"]?.uri,
    ...requirements
      .flatMap(Object.keys)
      .map((name) => schemes[name]?.["x-amazon-apigateway-authorizer"]?.authorizerUri),
  ];
  return uris
    .map((uri) => functionIn(uri, stage.variables))
    .map((functionArn) => functionArn && functionProblem(functionArn))
    .find((problem) => problem !== undefined);
}

/** The ARN of a function, without its qualifier, in the URI of an integration or authorizer. */
function functionIn(uri = "", variables: Readonly<Record<string, string>>): string | undefined {
  const resolved = uri.replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name: string) => variables[name] ?? "",
  );
  const [, functionArn] = /:lambda:path\/[\d-]+\/functions\/(arn:[^/]+)\//.exec(resolved) ?? [];
  return functionArn?.split(":").slice(0, 7).join(":");
}
