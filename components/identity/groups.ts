import type * as aws from "@pulumi/aws";
import type { OptionFault } from "../shared/errors.ts";
import type { UserDirectoryArgs } from "./args.ts";
import { clients } from "./clients/publicClient.ts";
import { mail } from "./mail/mail.ts";
import type { OptionGroup, PoolLinks } from "./optionGroup.ts";
import type { DirectoryOptions, IdentityOptions } from "./options.ts";
import { attributes } from "./pool/attributes.ts";
import { mfa } from "./pool/mfa.ts";
import { password } from "./pool/password.ts";
import { plan } from "./pool/plan.ts";
import { protection } from "./pool/protection.ts";
import { recovery } from "./pool/recovery.ts";
import { signIn } from "./pool/signIn.ts";
import { replicationFaults, replicationOptionFaults } from "./replication/faults.ts";
import { machines } from "./tokens/machines.ts";
import { revocation } from "./tokens/revocation.ts";
import { triggers } from "./triggers/createTriggers.ts";

/** All groups, in the order of the pool's inputs. */
const groups: readonly OptionGroup<DirectoryOptions, UserDirectoryArgs>[] = [
  plan,
  signIn,
  recovery,
  attributes,
  password,
  mfa,
  mail,
  triggers,
  protection,
  clients,
  machines,
  revocation,
];

/** Faults of a definition, whatever the environment; paths start at `identity`. */
export const identityFaults = (definition: IdentityOptions): OptionFault[] => [
  ...groups.flatMap((group) => group.faults?.(definition) ?? []),
  ...replicationOptionFaults(definition),
];

/** Faults of a directory's arguments together. */
export const userDirectoryFaults = (args: UserDirectoryArgs): OptionFault[] => [
  ...groups.flatMap((group) => [
    ...(group.faults?.(args) ?? []),
    ...(group.directoryFaults?.(args) ?? []),
    ...(args.replication && !group.replicated ? unreplicated(group.options ?? [], args) : []),
  ]),
  ...replicationFaults(args),
];

/** Options that the state of a replicated pool does not have yet. */
const unreplicated = (options: readonly string[], args: object): OptionFault[] =>
  Object.entries(args)
    .filter(([argument, given]) => options.includes(argument) && given !== undefined)
    .map(([argument, given]) => ({
      argument,
      given,
      allowed: "nothing for a replicated pool",
      fix: 'Remove it, or set replication: "none".',
    }));

/** The inputs of the pool. */
export const poolInputs = (args: UserDirectoryArgs, links: PoolLinks): aws.cognito.UserPoolArgs =>
  Object.assign({}, ...groups.map((group) => group.pool?.(args, links))) as object;
