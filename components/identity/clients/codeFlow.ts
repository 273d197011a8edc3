import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { IdentityEnvironment } from "../environment.ts";
import type { SignInOptions } from "../pool/signIn.ts";
import { type Client, hasPages } from "./options.ts";
import { rightsOf } from "./rights.ts";

/** Lets users change their profile and sign out everywhere, by an access token. */
const ownProfile = "aws.cognito.signin.user.admin";

/**
 * The inputs of a client whose users sign in at the pool's pages, by the authorization code flow. Users of providers
 * alone don't get the right to write attributes, which their provider does.
 * Source: Cognito Developer Guide, "Scopes, M2M, and resource servers".
 */
export function codeFlow(
  name: string,
  client: Client | undefined,
  args: IdentityEnvironment & SignInOptions,
  providers: readonly pulumi.Input<string>[],
): Partial<aws.cognito.UserPoolClientArgs> {
  if (!client || !hasPages(client)) return {};
  const { callbackUrls = {}, logoutUrls = {} } = args;
  // A scope shows no more than the client may read.
  const phone = rightsOf(client, args).readAttributes.includes("phone_number") ? ["phone"] : [];
  const forPasswords = client.kind !== "federation" && client.pages === true;
  return {
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: [
      ...["openid", "email", "profile", ...phone],
      ...(forPasswords ? [ownProfile] : []),
    ],
    supportedIdentityProviders: [...(forPasswords ? ["COGNITO"] : []), ...providers],
    callbackUrls: callbackUrls[name] ?? [],
    ...(logoutUrls[name] && { logoutUrls: logoutUrls[name] }),
  };
}
