import type { OptionFault } from "../../shared/errors.ts";
import {
  listOf,
  mapOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../../shared/options.ts";
import type { ClientOptions } from "../clients/options.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { customScope, scopesByServer } from "./scopes.ts";

/** A server that calls the API on its own behalf. */
export interface MachineOptions {
  /** Scopes that it may ask for, such as `["orders/read"]`: 1 to 50. */
  scopes: string[];
  /** Minutes that its tokens live, 5 to 1,440. AWS bills each token. @default 60 */
  accessMinutes?: number;
}

export interface MachinesOptions {
  /**
   * Machines by name: 2 to 24 lower-case letters, digits and dashes. Each is an app client with a secret of its own, which
   * gets tokens from the token endpoint. The pool knows their scopes and those of the routes.
   * AWS bills each client and each token.
   * @default none
   */
  machines?: Readonly<Record<string, MachineOptions>>;
}

/** Source: Amazon Cognito Developer Guide, "Quotas in Amazon Cognito". */
const most = { scopesOfClient: 50, servers: 25, scopesOfServer: 100 };

const machineRules: OptionRules<MachineOptions> = {
  scopes: required(
    listOf(customScope, {
      least: 1,
      most: most.scopesOfClient,
      distinct: true,
      allowed: "a list of 1 to 50 different scopes",
      fix: "Cognito gives a machine no token without a scope of its own.",
    }),
  ),
  accessMinutes: whole(5, 1_440),
};

export const machinesOptionRules: OptionRules<MachinesOptions> = {
  machines: mapOf(
    options(machineRules),
    text(/^[a-z][a-z0-9-]{0,22}[a-z0-9]$/, "2 to 24 lower-case letters, digits and dashes"),
  ),
};

export const machines: OptionGroup<MachinesOptions & ClientOptions> = {
  faults: ({ machines: all = {}, clients = {} }) => [
    ...serverFaults(Object.values(all).flatMap(scopesOf)),
    ...nameFaults(Object.keys(all), Object.keys(clients)),
  ],
};

const scopesOf = ({ scopes }: MachineOptions): readonly string[] => scopes;

/** A machine is a client too: their ids and resources have one list of names. */
const nameFaults = (machineNames: readonly string[], clients: readonly string[]): OptionFault[] =>
  machineNames
    .filter((name) => [name, `machine-${name}`].some((each) => clients.includes(each)))
    .map((name) => ({
      argument: `machines.${name}`,
      given: name,
      allowed: "names that no client has, also behind machine-",
      fix: "Rename the machine, or the client.",
      isName: true,
    }));

function serverFaults(scopes: readonly string[]): OptionFault[] {
  const servers = Object.entries(scopesByServer(scopes));
  const fault = (given: string, allowed: string) => ({ argument: "machines", given, allowed });
  return [
    ...(servers.length > most.servers
      ? [fault(`scopes of ${servers.length} identifiers`, `at most ${most.servers}`)]
      : []),
    ...servers
      .filter(([, names]) => names.length > most.scopesOfServer)
      .map(([identifier, names]) =>
        fault(
          `${names.length} scopes of "${identifier}"`,
          `at most ${most.scopesOfServer} of each identifier`,
        ),
      ),
  ];
}
