import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { mapOf, type OptionRules, required, text } from "../../shared/options.ts";
import type { Pool } from "../pool/pool.ts";
import { type TokenArgs, tokenValidity } from "../tokens/lifetimes.ts";

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

interface MachineArgs extends TokenArgs {
  region: string;
  replication?: { readonly signInDomain?: { readonly name: string } | undefined };
}

/** The resource server of their scopes, a domain with the token endpoint, and a client. */
export function admitMachines(
  name: string,
  args: MachineArgs,
  { identifier, scopes }: ScopesArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
) {
  const resourceServer = new aws.cognito.ResourceServer(
    name,
    {
      userPoolId: pool.id,
      identifier,
      name: identifier,
      scopes: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({
        scopeName,
        scopeDescription,
      })),
    },
    opts,
  );
  // The prefix must be unique in its region, as the pool's id is.
  const prefix = pool.id.apply((id) => id.toLowerCase().replaceAll("_", "-"));
  const { domain } = new aws.cognito.UserPoolDomain(
    name,
    { userPoolId: pool.id, domain: prefix },
    opts,
  );
  const client = createMachineClient(
    `${name}-machine`,
    { ...args, userPoolId: pool.id, scopes: resourceServer.scopeIdentifiers },
    opts,
  );
  // The prefix domain stays beside a domain of your own: clients may know it.
  const host =
    args.replication?.signInDomain?.name ??
    pulumi.interpolate`${domain}.auth.${args.region}.amazoncognito.com`;
  return { client, tokenEndpoint: pulumi.interpolate`https://${host}/oauth2/token` };
}

interface MachineClientArgs extends TokenArgs {
  userPoolId: pulumi.Input<string>;
  scopes: pulumi.Input<pulumi.Input<string>[]>;
}

/** The client of servers that call the API on their own behalf; it has a secret and only scopes. */
function createMachineClient(
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
