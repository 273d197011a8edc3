import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ClientOptions, hasPages } from "../clients/options.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { Pool } from "../pool/pool.ts";
import type { MachineOptions } from "../tokens/machines.ts";
import type { ScopesArgs } from "../tokens/scopes.ts";
import { createSignInDomain } from "./signInDomain.ts";

/** What clients want of a domain: pages, or tokens for machines. */
export interface DomainUsers extends ClientOptions, Pick<IdentityEnvironment, "signInDomain"> {
  machineScopes?: ScopesArgs | undefined;
  machines?: Readonly<Record<string, MachineOptions>> | undefined;
}

interface DomainArgs extends DomainUsers {
  region: string;
}

/** Addresses of the pool's domain. */
export interface Domain {
  /** Begins the addresses of the sign-in pages. `undefined` if no client has any. */
  readonly signInUrl: pulumi.Output<string> | undefined;
  readonly tokenEndpoint: pulumi.Output<string>;
}

const withPages = ({ clients = {} }: ClientOptions): boolean =>
  Object.values(clients).some(hasPages);

/** Whether any client needs a domain. */
export const needsDomain = (args: DomainUsers): boolean =>
  Boolean(args.machineScopes ?? args.machines) || withPages(args);

/**
 * The pool's domains, with the token endpoint and the pages of managed login: Cognito's, and one of your own if there
 * is a `signInDomain`.
 *
 * @returns undefined if no client needs one
 */
export function createDomains(
  name: string,
  args: DomainArgs,
  pool: Pool,
  opts: pulumi.CustomResourceOptions,
): Domain | undefined {
  if (!needsDomain(args)) return undefined;
  const { region, signInDomain } = args;
  const hasAny = withPages(args);
  const version = hasAny ? { managedLoginVersion: 2 } : {};
  // The prefix must be unique in its region, as the pool's id is.
  const prefix = pool.id.apply((id) => id.toLowerCase().replaceAll("_", "-"));
  const { domain } = new aws.cognito.UserPoolDomain(
    name,
    { userPoolId: pool.id, domain: prefix, ...version },
    opts,
  );
  if (signInDomain) createSignInDomain(`${name}-sign-in`, pool, signInDomain, version, opts);
  // The prefix domain stays beside a domain of your own: clients may know it.
  const host = signInDomain?.name ?? pulumi.interpolate`${domain}.auth.${region}.amazoncognito.com`;
  return {
    signInUrl: hasAny ? pulumi.interpolate`https://${host}` : undefined,
    tokenEndpoint: pulumi.interpolate`https://${host}/oauth2/token`,
  };
}
