import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { flag, mapOf, type OptionRules, required, text, whole } from "../shared/options.ts";
import * as defaults from "./defaults.ts";

/** Lifetimes of tokens, and whether a refresh token is replaced with each use. */
export interface TokenArgs {
  /** Minutes that an access token lives, 5 to 1,440. @default 60 */
  accessTokenMinutes?: number;
  /** Minutes that an ID token lives, 5 to 1,440. @default 60 */
  idTokenMinutes?: number;
  /** Days that a refresh token lives, 1 to 3,650. @default 30 */
  refreshTokenDays?: number;
  /** Replaces a refresh token with each use, so that a stolen one works at most once. @default true */
  refreshTokenRotation?: boolean;
}

/** Source: Cognito API Reference, "CreateUserPoolClient". */
export const tokenRules: OptionRules<TokenArgs> = {
  accessTokenMinutes: whole(5, 1_440),
  idTokenMinutes: whole(5, 1_440),
  refreshTokenDays: whole(1, 3_650),
  refreshTokenRotation: flag,
};

/** Permissions of an API that machines can get. */
export interface ScopesArgs {
  /** Identifier before the slash, such as `orders` in `orders/read`. */
  identifier: string;
  /** Descriptions by scope name, such as `{ read: "Read orders" }`. */
  scopes: Record<string, string>;
}

export const scopesRules: OptionRules<ScopesArgs> = {
  identifier: required(text()),
  scopes: required(mapOf(text())),
};

interface PublicClientArgs extends TokenArgs {
  userPoolId: pulumi.Input<string>;
  passwordAuth: boolean;
  customAuth: boolean;
}

/** The client of web and mobile apps: it has no secret, and its users can't write `custom:*`. */
export function createPublicClient(
  name: string,
  args: PublicClientArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cognito.UserPoolClient {
  const rotation = args.refreshTokenRotation ?? true;
  return new aws.cognito.UserPoolClient(
    name,
    {
      userPoolId: args.userPoolId,
      generateSecret: false,
      explicitAuthFlows: [
        "ALLOW_USER_SRP_AUTH",
        ...(args.customAuth ? ["ALLOW_CUSTOM_AUTH"] : []),
        ...(args.passwordAuth ? ["ALLOW_USER_PASSWORD_AUTH"] : []),
        // Cognito refuses this flow together with rotation, which uses GetTokensFromRefreshToken.
        ...(rotation ? [] : ["ALLOW_REFRESH_TOKEN_AUTH"]),
      ],
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      authSessionValidity: defaults.signInSessionMinutes,
      ...tokenValidity(args),
      refreshTokenRotation: {
        feature: rotation ? "ENABLED" : "DISABLED",
        retryGracePeriodSeconds: rotation ? defaults.rotationGraceSeconds : 0,
      },
      readAttributes: ["email", "email_verified", "name", "custom:tenant"],
      writeAttributes: ["email", "name"],
    },
    opts,
  );
}

interface MachineClientArgs extends TokenArgs {
  userPoolId: pulumi.Input<string>;
  scopes: pulumi.Input<pulumi.Input<string>[]>;
}

/** The client of servers that call the API on their own behalf; it has a secret and only scopes. */
export function createMachineClient(
  name: string,
  args: MachineClientArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cognito.UserPoolClient {
  return new aws.cognito.UserPoolClient(
    name,
    {
      userPoolId: args.userPoolId,
      generateSecret: true,
      // Without these, Cognito would let users sign in and write their attributes through this client.
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      readAttributes: ["email"],
      writeAttributes: ["name"],
      preventUserExistenceErrors: "ENABLED",
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["client_credentials"],
      allowedOauthScopes: args.scopes,
      enableTokenRevocation: true,
      ...tokenValidity(args),
    },
    pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret"] }),
  );
}

const tokenValidity = (args: TokenArgs) => ({
  accessTokenValidity: args.accessTokenMinutes ?? defaults.accessTokenMinutes,
  idTokenValidity: args.idTokenMinutes ?? defaults.idTokenMinutes,
  refreshTokenValidity: args.refreshTokenDays ?? defaults.refreshTokenDays,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
});
