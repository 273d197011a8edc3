import type { RestApiModel } from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import { gatewayMayAssume } from "./gatewayRoles.ts";
import { roleAllows } from "./rolePolicies.ts";

/** Roles with which an API's integrations and authorizers invoke functions, in place of functions' permissions. */
export function invokingRoles({ document, stage }: RestApiModel): Set<string> {
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item));
  const schemes = Object.values(document.components?.securitySchemes ?? {});
  const roles = [
    ...operations.map((operation) => operation["x-amazon-apigateway-integration"]?.credentials),
    ...schemes.map((scheme) => scheme["x-amazon-apigateway-authorizer"]?.authorizerCredentials),
  ];
  const named = roles.filter((role) => role !== undefined);
  return new Set(
    named.map((role) =>
      role.replace(
        /\$\{stageVariables\.(\w+)\}/g,
        (_, name: string) => stage.variables[name] ?? "",
      ),
    ),
  );
}

/**
 * Whether API Gateway may invoke a function with a role: it may assume the role, and the role's policies in the
 * stack allow the call. Conditions are not evaluated: a statement with one allows nothing, and denies always.
 */
export const gatewayMayInvokeAs = (
  resources: readonly Resource[],
  roleArn: string,
  functionArn: string,
): boolean =>
  gatewayMayAssume(resources, roleArn) &&
  roleAllows(resources, roleArn, { action: "lambda:InvokeFunction", resource: functionArn });
