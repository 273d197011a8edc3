import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
} from "../../local/gateway/testing/gateway.ts";
import { send } from "../../local/gateway/testing/http.ts";
import type { Cloud } from "../../local/provider/testing/cloud.ts";

/** A gateway that accepts tokens of a local user pool: at `/me` of users, at the others of those with their scope. */
export async function tokenGateway({ aws, arn }: Cloud, userPoolId: string) {
  const scoped = (scope: string) => ({ get: lambda({ security: [{ pool: [scope] }] }) });
  const paths = {
    "/me": { get: lambda({ security: [{ pool: [] }] }) },
    "/orders": scoped("orders/read"),
    "/bills": scoped("bills/read"),
  };
  const providerARNs = [arn("cognito-idp", `userpool/${userPoolId}`)];
  const api = createModel({ paths, components: cognitoComponents({ providerARNs }) });
  const gateway = await serve(api, {}, { jwksUriOf: () => aws.jwksUri(userPoolId) });
  return {
    /** @returns the status */
    get: async (path: string, token: string) =>
      (await send(gateway.port, `/dev${path}`, { headers: ["Authorization", token] })).status,
    close: () => gateway.abort(),
  };
}

/** What a pool's token endpoint responds. */
export async function tokenEndpoint(url: string, form: Record<string, string>) {
  const request = { method: "POST", body: new URLSearchParams(form) };
  const response = await fetch(`${url}/oauth2/token`, request);
  return (await response.json()) as Record<string, string | undefined>;
}

/** The form by which a machine asks for a token. */
export async function machineForm(
  cognito: CognitoIdentityProviderClient,
  machine: { readonly UserPoolId: string; readonly ClientId: string },
  scope: string,
): Promise<Record<string, string>> {
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(machine));
  return {
    ...{ grant_type: "client_credentials", scope },
    ...{ client_id: machine.ClientId, client_secret: UserPoolClient!.ClientSecret! },
  };
}
