import {
  directoryOptionRules,
  identityEnvironment,
  type UserDirectoryArgs,
  userDirectoryFaults,
} from "../identity/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import { type ReplicaArgs, replicationOf } from "./identityReplica.ts";

/** Faults of the directory, whose options are in the definition. */
export const directoryFaults = (args: DirectoryPart): OptionFault[] =>
  userDirectoryFaults(directoryArgs(args)).map((fault) => {
    const [option = ""] = fault.argument.split(/[.[]/);
    return Object.hasOwn(directoryOptionRules, option)
      ? { ...fault, argument: `definition.identity.${fault.argument}` }
      : fault;
  });

interface DirectoryPart extends ReplicaArgs {
  readonly definition: Platform;
  readonly production: boolean;
  readonly replicaRegions?: string[];
}

/** Arguments of the home region's user directory: the definition's `identity`, and what the environment decides. */
export function directoryArgs(args: DirectoryPart): UserDirectoryArgs {
  const { region, definition, production } = args;
  const { name, machineScopes, userFirewall, identity = {} } = definition;
  const { replication: _replication, issuer: _issuer, ...options } = identity;
  const { signInDomain } = args;
  const hasAlarms = definition.observability?.alarms !== false;
  return {
    region,
    platformName: name,
    machineScopes,
    ...options,
    firewall: identity.firewall ?? userFirewall,
    deletionProtection: production,
    ...(identity.machines && { routeScopes: routeScopes(definition) }),
    ...(identity.revocation && { denyListRegions: args.replicaRegions }),
    ...identityEnvironment(args),
    ...(signInDomain && !hasAlarms && { signInDomain: { ...signInDomain, alarm: false } }),
    ...replicationOf(args),
  };
}

/** Scopes that the API's routes want, each once. */
const routeScopes = ({ api }: Platform): string[] => [
  ...new Set(api.routes.flatMap(({ scopes = [] }) => scopes)),
];
