import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MachineOptions } from "../tokens/machines.ts";
import type { Pool } from "../pool/pool.ts";
import type { ScopesArgs } from "../tokens/scopes.ts";
import { type ClientOptions, hasPages } from "./options.ts";

interface DomainArgs extends ClientOptions {
  region: string;
  replication?: { readonly signInDomain?: { readonly name: string } | undefined };
  machineScopes?: ScopesArgs | undefined;
  machines?: Readonly<Record<string, MachineOptions>> | undefined;
}

/** Addresses of the pool's domain. */
export interface Domain {
  /** Begins the addresses of the sign-in pages. `undefined` if no client has any. */
  readonly signInUrl: pulumi.Output<string> | undefined;
  readonly tokenEndpoint: pulumi.Output<string>;
}

/**
 * Cognito's domain of the pool, with the token endpoint and the pages of managed login.
 *
 * @returns undefined if no client needs it
 */
export function createDomain(
  name: string,
  { region, replication, machineScopes, machines, clients = {} }: DomainArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): Domain | undefined {
  const withPages = Object.values(clients).some(hasPages);
  if (!machineScopes && !machines && !withPages) return undefined;
  // The prefix must be unique in its region, as the pool's id is.
  const prefix = pool.id.apply((id) => id.toLowerCase().replaceAll("_", "-"));
  const { domain } = new aws.cognito.UserPoolDomain(
    name,
    { userPoolId: pool.id, domain: prefix, ...(withPages && { managedLoginVersion: 2 }) },
    opts,
  );
  // The prefix domain stays beside a domain of your own: clients may know it.
  const host =
    replication?.signInDomain?.name ??
    pulumi.interpolate`${domain}.auth.${region}.amazoncognito.com`;
  return {
    signInUrl: withPages ? pulumi.interpolate`https://${host}` : undefined,
    tokenEndpoint: pulumi.interpolate`https://${host}/oauth2/token`,
  };
}
