import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Pool } from "../pool/pool.ts";
import { type TokenArgs, tokenValidity } from "../tokens/lifetimes.ts";
import type { MachineOptions } from "../tokens/machines.ts";
import { createResourceServers, existing } from "../tokens/resourceServers.ts";
import type { ScopesArgs } from "../tokens/scopes.ts";

interface MachineArgs extends TokenArgs {
  machineScopes?: ScopesArgs | undefined;
  machines?: Readonly<Record<string, MachineOptions>> | undefined;
  routeScopes?: readonly string[] | undefined;
}

/** The app clients of machines. */
interface Machines {
  /** The one of `machineScopes`. */
  readonly client: aws.cognito.UserPoolClient | undefined;
  /** Those of `machines`, by name. */
  readonly clients: Readonly<Record<string, aws.cognito.UserPoolClient>>;
}

/**
 * The resource servers of scopes, and a client for each machine.
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
  };
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
