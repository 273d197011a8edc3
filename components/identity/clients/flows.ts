import { isPasswordless, type PasswordlessOptions } from "../pool/passwordless.ts";
import type { Client } from "./options.ts";

interface FlowArgs extends PasswordlessOptions {
  readonly allowPasswordAuth?: boolean | undefined;
  /** Whether users can sign in by a code that a trigger mails. */
  readonly customAuth: boolean;
  /** Whether refresh tokens are replaced with each use. */
  readonly rotates: boolean;
}

/** By which flows of the API users sign in. Source: Cognito API Reference, "CreateUserPoolClient" (ExplicitAuthFlows). */
export function flowsOf(client: Client | undefined, args: FlowArgs): string[] {
  // Cognito refuses this flow together with rotation, which uses GetTokensFromRefreshToken.
  const refresh = args.rotates ? [] : ["ALLOW_REFRESH_TOKEN_AUTH"];
  if (client?.kind === "federation") {
    // Without any flow, Cognito allows SRP and custom challenges. This one needs credentials of the account.
    return args.rotates ? ["ALLOW_ADMIN_USER_PASSWORD_AUTH"] : refresh;
  }
  return [
    "ALLOW_USER_SRP_AUTH",
    ...(args.customAuth ? ["ALLOW_CUSTOM_AUTH"] : []),
    ...(isPasswordless(args) ? ["ALLOW_USER_AUTH"] : []),
    ...(args.allowPasswordAuth || client?.kind === "migration" ? ["ALLOW_USER_PASSWORD_AUTH"] : []),
    ...refresh,
  ];
}
