import type { Resource } from "../graph/resource.ts";

const gatewayPrincipal = "apigateway.amazonaws.com";

/** The part of a REST API that invokes a function: its methods' integrations, or its authorizers. */
export type GatewayPart = "methods" | "authorizers";

/**
 * Whether a REST API may invoke a function: a permission of the function must allow API Gateway, with
 * that part of the API as its source or without a source.
 *
 * @param apiArn - the API's execution ARN, such as `arn:aws:execute-api:us-east-1:123456789012:a1b2c3`
 */
export function gatewayMayInvoke(
  resources: readonly Resource[],
  lambdaFunction: Resource,
  apiArn: string,
  part: GatewayPart,
): boolean {
  const names = [lambdaFunction.id, lambdaFunction.outputs["arn"]];
  return resources.some(
    ({ type, inputs }) =>
      type === "aws:lambda/permission:Permission" &&
      names.includes(inputs["function"]) &&
      inputs["principal"] === gatewayPrincipal &&
      admits(inputs["sourceArn"] as string | undefined, apiArn, part),
  );
}

/**
 * Whether a source admits the API. Without a source, every caller of the principal is admitted. An
 * authorizer's source is `<api>/authorizers/<id>`, a method's `<api>/<stage>/<method>/<path>`; `<api>/*`
 * is both. (API Gateway Developer Guide, "Configure an API Gateway Lambda authorizer")
 */
function admits(sourceArn: string | undefined, apiArn: string, part: GatewayPart): boolean {
  if (sourceArn === undefined || sourceArn === apiArn) return true;
  if (!sourceArn.startsWith(`${apiArn}/`)) return false;
  const [first, ...rest] = sourceArn.slice(apiArn.length + 1).split("/");
  const isAuthorizers = first === "authorizers" && rest.length === 1;
  const isBoth = first === "*" && (rest.length === 0 || rest.join("/") === "*");
  return isBoth || isAuthorizers === (part === "authorizers");
}
