import {
  anything,
  flag,
  mapOf,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import { region as regionName } from "../shared/rules.ts";
import { type IdentityEnvironment, identityEnvironmentRules } from "./environment.ts";
import type { FunctionNetwork } from "./mail/mailEvents.ts";
import { type DirectoryOptions, directoryOptionRules } from "./options.ts";
import { type ReplicationArgs, replicationRules } from "./replication/args.ts";
import { type TokenArgs, tokenRules } from "./tokens/lifetimes.ts";
import type { TriggerTables } from "./triggers/ownCode.ts";
import { type ScopesArgs, scopesRules } from "./tokens/scopes.ts";

/** The options of `identity`, the settings of the environment, and what the directory has by itself. */
export interface UserDirectoryArgs extends DirectoryOptions, IdentityEnvironment, TokenArgs {
  /** The pool's region; the issuer contains it. */
  region: string;
  /** Name of the environment, for which `{environment}` stands in names of secrets. @default the directory's own name */
  environment?: string;
  /** The platform's name in messages to users. */
  platformName: string;
  /** Minimum length of a password, 8 to 99. @default 12 */
  passwordMinimumLength?: number;
  /** Codes from an authenticator app: `OFF`, `OPTIONAL` (each user decides) or `ON` (required). @default "OPTIONAL" */
  totpMfa?: "OFF" | "OPTIONAL" | "ON";
  /** Scopes for the machine client. @default no machine client */
  machineScopes?: ScopesArgs | undefined;
  /** Scopes that the API's routes want, which the pool knows with `machines`. @default none */
  routeScopes?: string[] | undefined;
  /** With `revocation`, the environment's other regions, in which the deny list has replicas. @default none */
  denyListRegions?: string[] | undefined;
  /** Tables of services that triggers may be granted, as `<service>.<table>`. @default none */
  tables?: TriggerTables;
  /** Private subnets for the function that logs bounces and complaints about the mails of a `mailDomain`. @default none: they are not logged */
  network?: FunctionNetwork | undefined;
  /** Keeps the pool and its users from being deleted by accident. @default true */
  deletionProtection?: boolean;
  /**
   * Makes a pool that Cognito can replicate, with a key of the account's. Changing this later makes a
   * new pool. Costs 1 USD a month per key at rest; replicas are billed by their users.
   * @default a pool of one region
   */
  replication?: ReplicationArgs;
}

/** Cognito itself allows passwords of 6 characters. Source: Cognito API Reference, "CreateUserPool". */
export const userDirectoryRules: OptionRules<UserDirectoryArgs> = {
  ...directoryOptionRules,
  ...identityEnvironmentRules,
  ...tokenRules,
  region: required(text()),
  environment: text(),
  platformName: required(text()),
  passwordMinimumLength: whole(8, 99),
  totpMfa: oneOf(["OFF", "OPTIONAL", "ON"]),
  machineScopes: options(scopesRules),
  routeScopes: listOf(text()),
  denyListRegions: listOf(regionName, { distinct: true, allowed: "a list of different regions" }),
  tables: mapOf(anything),
  network: anything,
  deletionProtection: flag,
  replication: options(replicationRules),
};
