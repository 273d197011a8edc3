import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import * as defaults from "../defaults.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { PagesOptions } from "../pages/options.ts";
import { createStyle } from "../pages/style.ts";
import type { PasswordlessOptions } from "../pool/passwordless.ts";
import type { Pool } from "../pool/pool.ts";
import type { SignInOptions } from "../pool/signIn.ts";
import type { ProvidersOptions } from "../providers/options.ts";
import { type TokenArgs, tokenValidity } from "../tokens/lifetimes.ts";
import { codeFlow } from "./codeFlow.ts";
import { flowsOf } from "./flows.ts";
import type { Client, ClientOptions } from "./options.ts";
import { rightsOf } from "./rights.ts";

interface AppClientArgs
  extends
    ClientOptions,
    IdentityEnvironment,
    PagesOptions,
    PasswordlessOptions,
    ProvidersOptions,
    SignInOptions,
    TokenArgs {
  /** Whether users can sign in by a code that a trigger mails. */
  readonly customAuth: boolean;
  /** By name. They exist before the clients that name them. */
  readonly identityProviders: Readonly<Record<string, aws.cognito.IdentityProvider>>;
}

/** Clients by name: `public`, and those of the option. */
export const createAppClients = (
  directory: string,
  args: AppClientArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): Record<string, aws.cognito.UserPoolClient> & { public: aws.cognito.UserPoolClient } => {
  const create = (name: string, client?: Client) => {
    const created = createAppClient({ directory, name }, client, args, pool, opts);
    const ids = { userPoolId: pool.id, clientId: created.id };
    createStyle(`${directory}-${name}`, client, args, ids, opts);
    return created;
  };
  const { public: first, ...others } = args.clients ?? {};
  return {
    public: create("public", first),
    ...Object.fromEntries(
      Object.entries(others).map(([name, client]) => [name, create(name, client)]),
    ),
  };
};

/** The client of web and mobile apps: it has no secret, and its users can't write `custom:tenant`. */
function createAppClient(
  { directory, name }: { readonly directory: string; readonly name: string },
  client: Client | undefined,
  args: AppClientArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): aws.cognito.UserPoolClient {
  const { tokens = {} } = client ?? {};
  const rotation = tokens.rotation ?? (args.refreshTokenRotation === false ? false : {});
  return new aws.cognito.UserPoolClient(
    `${directory}-${name}`,
    {
      userPoolId: pool.id,
      generateSecret: false,
      explicitAuthFlows: flowsOf(client, { ...args, rotates: rotation !== false }),
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      authSessionValidity: defaults.signInSessionMinutes,
      ...tokenValidity({
        accessTokenMinutes: tokens.accessMinutes ?? args.accessTokenMinutes,
        idTokenMinutes: tokens.idMinutes ?? args.idTokenMinutes,
        refreshTokenDays: tokens.refreshDays ?? args.refreshTokenDays,
      }),
      refreshTokenRotation: {
        feature: rotation ? "ENABLED" : "DISABLED",
        retryGracePeriodSeconds: rotation
          ? (rotation.graceSeconds ?? defaults.rotationGraceSeconds)
          : 0,
      },
      ...rightsOf(client, args),
      ...codeFlow(name, client, args, providerNames(client, args)),
    },
    opts,
  );
}

const providerNames = (client: Client | undefined, { identityProviders }: AppClientArgs) =>
  (client?.providers ?? []).map((provider) => identityProviders[provider]!.providerName);
