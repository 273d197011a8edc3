import { NotServedError } from "../../errors.ts";
import { resolveStageVariables } from "../../exchange/template.ts";
import type { IntegrationDefinition } from "../../openapi.ts";
import type { IntegrationDependencies } from "../integration.ts";

/**
 * Reads the role with which API Gateway invokes a function; undefined if the function's own permissions decide.
 *
 * @param subject - the integration's route or the authorizer, for errors
 * @throws NotServedError for other credentials, such as the caller's
 */
export function roleArnOf(
  subject: string,
  credentials = "",
  stageVariables: Readonly<Record<string, string>>,
): string | undefined {
  const resolved = resolveStageVariables(credentials, stageVariables);
  if (resolved === "") return undefined;
  if (/^arn:[\w-]+:iam::\d{12}:role\/./.test(resolved)) return resolved;
  throw new NotServedError(subject, "credentials", resolved, ["a role's ARN"]);
}

/** Dependencies whose functions are invoked with the integration's role, if it has one. */
export function withRole(
  route: string,
  { credentials }: IntegrationDefinition,
  dependencies: IntegrationDependencies,
): IntegrationDependencies {
  const { invoke, invokeStreaming, stageVariables } = dependencies;
  const role = roleArnOf(route, credentials, stageVariables);
  if (role === undefined) return dependencies;
  return {
    ...dependencies,
    invoke: (functionArn, payload) => invoke(functionArn, payload, role),
    invokeStreaming: (functionArn, payload) => invokeStreaming(functionArn, payload, role),
  };
}
