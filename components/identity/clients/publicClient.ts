import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import * as defaults from "../defaults.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { isProtected } from "../pool/protection.ts";
import { type TokenArgs, tokenValidity } from "../tokens/lifetimes.ts";

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

interface PasswordAuthArgs {
  allowPasswordAuth?: boolean | undefined;
  deletionProtection?: boolean;
}

export const clients: OptionGroup<object, PasswordAuthArgs> = {
  directoryFaults: (args) =>
    args.allowPasswordAuth && isProtected(args)
      ? [
          {
            argument: "allowPasswordAuth",
            given: args.allowPasswordAuth,
            allowed: "false for a directory with deletionProtection",
            fix: "Plain passwords are for tools on one machine: use SRP, or turn deletionProtection off.",
          },
        ]
      : [],
};
