import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Pool } from "../pool/pool.ts";
import type { MachineOptions } from "./machines.ts";
import { type ScopesArgs, scopesByServer } from "./scopes.ts";

interface ScopeArgs {
  /** Scopes of the machine client, with descriptions. */
  readonly machineScopes?: ScopesArgs | undefined;
  readonly machines?: Readonly<Record<string, MachineOptions>> | undefined;
  /** Scopes that routes want. */
  readonly routeScopes?: readonly string[] | undefined;
}

/**
 * The resource servers of all scopes, by their identifiers: of `machineScopes` with their descriptions and, with
 * `machines`, of the machines and the routes, described by their names.
 */
export function createResourceServers(
  name: string,
  { machineScopes, machines, routeScopes = [] }: ScopeArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): Record<string, aws.cognito.ResourceServer> {
  const ofMachines = Object.values(machines ?? {}).flatMap(({ scopes }) => scopes);
  const named = machines ? scopesByServer([...routeScopes, ...ofMachines]) : {};
  const described = machineScopes ? { [machineScopes.identifier]: machineScopes.scopes } : {};
  const create = (identifier: string) => {
    const descriptions = described[identifier] ?? {};
    const others = (named[identifier] ?? []).filter((each) => !Object.hasOwn(descriptions, each));
    const scopes = [
      ...Object.entries(descriptions),
      ...others.map((each) => [each, `${identifier}/${each}`.slice(0, mostCharacters)] as const),
    ];
    return new aws.cognito.ResourceServer(
      identifier === machineScopes?.identifier ? name : `${name}-${identifier}`,
      {
        userPoolId: pool.id,
        identifier,
        name: nameOf(identifier),
        scopes: scopes.map(([scopeName, scopeDescription]) => ({ scopeName, scopeDescription })),
      },
      opts,
    );
  };
  const identifiers = Object.keys({ ...described, ...named });
  return Object.fromEntries(identifiers.map((identifier) => [identifier, create(identifier)]));
}

/** Source: Cognito API Reference, "CreateResourceServer" (Name), "ResourceServerScopeType" (ScopeDescription). */
const mostCharacters = 256;

/** A name for people. Identifiers may be URLs, names may not. */
const nameOf = (identifier: string): string =>
  identifier.replaceAll(/[^\w\s+=,.@-]/g, "-").slice(0, mostCharacters);

/** Scopes once their servers have them: Cognito refuses clients with other ones. */
export const existing = (
  scopes: readonly string[],
  servers: Readonly<Record<string, aws.cognito.ResourceServer>>,
): pulumi.Output<string[]> =>
  pulumi
    .all(Object.keys(scopesByServer(scopes)).map((each) => servers[each]!.scopeIdentifiers))
    .apply(() => [...scopes]);
