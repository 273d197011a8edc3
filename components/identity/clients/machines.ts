import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Pool } from "../pool/pool.ts";
import { type TokenArgs, tokenValidity } from "../tokens/lifetimes.ts";
import type { MachineOptions } from "../tokens/machines.ts";
import { createResourceServers, existing } from "../tokens/resourceServers.ts";
import type { ScopesArgs } from "../tokens/scopes.ts";

interface MachineArgs extends TokenArgs {
  region: string;
  replication?: { readonly signInDomain?: { readonly name: string } | undefined };
  machineScopes?: ScopesArgs | undefined;
  machines?: Readonly<Record<string, MachineOptions>> | undefined;
  routeScopes?: readonly string[] | undefined;
}

/** The app clients of machines, and the endpoint that gives them tokens. */
interface Machines {
  /** The one of `machineScopes`. */
  readonly client: aws.cognito.UserPoolClient | undefined;
  /** Those of `machines`, by name. */
  readonly clients: Readonly<Record<string, aws.cognito.UserPoolClient>>;
  readonly tokenEndpoint: pulumi.Output<string>;
}

/**
 * The resource servers of scopes, a domain with the token endpoint, and a client for each machine.
 *
 * @returns undefined without any machine
 */
export function admitMachines(
  name: string,
  args: MachineArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): Machines | undefined {
  const { machineScopes, machines } = args;
  if (!machineScopes && !machines) return undefined;
  const servers = createResourceServers(name, args, pool, opts);
  const tokenEndpoint = createTokenEndpoint(name, args, pool, opts);
  const create = (suffix: string, scopes: pulumi.Output<string[]>, tokens: TokenArgs) =>
    createMachineClient(`${name}-${suffix}`, { ...tokens, userPoolId: pool.id, scopes }, opts);
  const { identifier = "", scopes = {} } = machineScopes ?? {};
  const own = Object.keys(scopes).map((scope) => `${identifier}/${scope}`);
  return {
    client: machineScopes && create("machine", existing(own, servers), args),
    clients: Object.fromEntries(
      Object.entries(machines ?? {}).map(([machine, { scopes: given, accessMinutes }]) => [
        machine,
        create(`machine-${machine}`, existing(given, servers), {
          accessTokenMinutes: accessMinutes,
        }),
      ]),
    ),
    tokenEndpoint,
  };
}

function createTokenEndpoint(
  name: string,
  { region, replication }: MachineArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  // The prefix must be unique in its region, as the pool's id is.
  const prefix = pool.id.apply((id) => id.toLowerCase().replaceAll("_", "-"));
  const { domain } = new aws.cognito.UserPoolDomain(
    name,
    { userPoolId: pool.id, domain: prefix },
    opts,
  );
  // The prefix domain stays beside a domain of your own: clients may know it.
  const host =
    replication?.signInDomain?.name ??
    pulumi.interpolate`${domain}.auth.${region}.amazoncognito.com`;
  return pulumi.interpolate`https://${host}/oauth2/token`;
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
