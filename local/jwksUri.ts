import type { AwsEndpoint } from "./aws/endpoint.ts";

/** The address of a user pool's keys: at the endpoint of the region in its ARN. */
export function jwksUri(endpoints: ReadonlyMap<string, AwsEndpoint>, userPoolArn: string): string {
  const [, , , region = "", , resource = ""] = userPoolArn.split(":");
  const userPoolId = resource.replace("userpool/", "");
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  return endpoints.get(region)?.jwksUri(userPoolId) ?? `${issuer}/.well-known/jwks.json`;
}
