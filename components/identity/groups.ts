import type * as aws from "@pulumi/aws";
import type { OptionFault } from "../shared/errors.ts";
import type { UserDirectoryArgs } from "./args.ts";
import { clients } from "./clients/clients.ts";
import { mail } from "./mail/mail.ts";
import { messages } from "./messages/options.ts";
import type { OptionGroup, PoolLinks } from "./optionGroup.ts";
import type { DirectoryOptions, IdentityOptions } from "./options.ts";
import { pages } from "./pages/pages.ts";
import { attributes } from "./pool/attributes.ts";
import { groups as userGroups } from "./pool/groups.ts";
import { logs } from "./pool/logs.ts";
import { mfa } from "./pool/mfa.ts";
import { password } from "./pool/password.ts";
import { passwordless } from "./pool/passwordless.ts";
import { plan } from "./pool/plan.ts";
import { protection } from "./pool/protection.ts";
import { turnedOff } from "./pool/turnedOff.ts";
import { recovery } from "./pool/recovery.ts";
import { signIn } from "./pool/signIn.ts";
import { threatProtection } from "./pool/threatProtection.ts";
import { providers } from "./providers/index.ts";
import { replicationFaults, replicationOptionFaults } from "./replication/faults.ts";
import { sms } from "./sms/options.ts";
import { machines } from "./tokens/machines.ts";
import { revocation } from "./tokens/revocation.ts";
import { triggerOptions } from "./triggers/faults.ts";
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
  messages,
  sms,
  triggers,
  triggerOptions,
  protection,
  clients,
  providers,
  machines,
  revocation,
  userGroups,
  passwordless,
  pages,
  threatProtection,
  logs,
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
  ]),
  ...replicationFaults(args),
];

/** What users of the arguments should know. */
export const warningsOf = (args: UserDirectoryArgs): string[] =>
  groups.flatMap((group) => group.warnings?.(args) ?? []);

/** The inputs of the pool. */
export const poolInputs = (args: UserDirectoryArgs, links: PoolLinks): aws.cognito.UserPoolArgs =>
  Object.assign({}, turnedOff(), ...groups.map((group) => group.pool?.(args, links))) as object;
