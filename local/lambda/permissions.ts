import type { Resource } from "../graph/resource.ts";

const gatewayPrincipal = "apigateway.amazonaws.com";

/**
 * Whether a REST API may invoke a function: some permission of the function allows API Gateway and
 * names that API as its source, or names no source.
 *
 * @param apiArn - the API's execution ARN, such as `arn:aws:execute-api:us-east-1:123456789012:a1b2c3`
 */
export function gatewayMayInvoke(
  resources: readonly Resource[],
  lambdaFunction: Resource,
  apiArn: string,
): boolean {
  const names = [lambdaFunction.id, lambdaFunction.outputs["arn"]];
  return resources.some(
    ({ type, inputs }) =>
      type === "aws:lambda/permission:Permission" &&
      names.includes(inputs["function"]) &&
      inputs["principal"] === gatewayPrincipal &&
      admits(inputs["sourceArn"] as string | undefined, apiArn),
  );
}

/** A permission without a source admits every caller of its principal. */
const admits = (sourceArn: string | undefined, apiArn: string): boolean =>
  sourceArn === undefined || sourceArn === apiArn || sourceArn.startsWith(`${apiArn}/`);
