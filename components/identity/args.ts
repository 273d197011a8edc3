import {
  flag,
  type JointCheck,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import { emailAddress, emailDomain } from "../shared/rules.ts";
import { type ScopesArgs, scopesRules, type TokenArgs, tokenRules } from "./clients.ts";
import { type DirectoryFirewallArgs, directoryFirewallRules } from "./firewall.ts";
import { type ReplicationArgs, replicationFaults, replicationRules } from "./replication/args.ts";

export interface UserDirectoryArgs extends TokenArgs {
  /** The pool's region; the issuer contains it. */
  region: string;
  /** The platform's name in messages to users. */
  platformName: string;
  /**
   * Domains whose addresses may sign up, such as `["example.com"]`. A user whose address changes to
   * another domain gets no more tokens. Users that an administrator creates may have any address.
   * @default every domain
   */
  allowedEmailDomains?: string[];
  /** Minimum length of a password, 8 to 99. @default 12 */
  passwordMinimumLength?: number;
  /** Codes from an authenticator app: `OFF`, `OPTIONAL` (each user decides) or `ON` (required). @default "OPTIONAL" */
  totpMfa?: "OFF" | "OPTIONAL" | "ON";
  /**
   * Address that all mail is sent from, through SES. Mails then have the platform's custom texts, and
   * users can sign in with a mailed code instead of a password. Its identity in SES must already be
   * verified, or Cognito refuses it. Guesses and mails are limited per user: see
   * `functions/triggers/codeBudget/budget.ts`.
   * @default Cognito's own address and texts, and no sign-in by mailed code
   */
  senderEmail?: string;
  /**
   * The verified identity that the address belongs to: the address itself or its domain.
   * @default the address
   */
  senderIdentity?: string;
  /**
   * Lets the public client send plain passwords (`USER_PASSWORD_AUTH`), which SRP makes
   * unnecessary. For tools on one machine only. @default false
   */
  allowPasswordAuth?: boolean;
  /** Scopes for the machine client. @default no machine client */
  machineScopes?: ScopesArgs;
  /** Keeps the pool and its users from being deleted by accident. @default true */
  deletionProtection?: boolean;
  /**
   * AWS WAF in front of the pool's public operations and its domain. Costs 8 USD a month at rest (5
   * for the web ACL, 1 per rule; us-east-1, November 2026) and 0.60 USD per million requests.
   * @default none
   */
  firewall?: DirectoryFirewallArgs;
  /**
   * Makes a pool that Cognito can replicate, with a key of the account's. Changing this later makes a
   * new pool. Costs 1 USD a month per key at rest; replicas are billed by their users.
   * @default a pool of one region
   */
  replication?: ReplicationArgs;
}

/** Cognito itself allows passwords of 6 characters. Source: Cognito API Reference, "CreateUserPool". */
export const userDirectoryRules: OptionRules<UserDirectoryArgs> = {
  ...tokenRules,
  region: required(text()),
  platformName: required(text()),
  allowedEmailDomains: listOf(emailDomain),
  passwordMinimumLength: whole(8, 99),
  totpMfa: oneOf(["OFF", "OPTIONAL", "ON"]),
  senderEmail: emailAddress,
  senderIdentity: text(),
  allowPasswordAuth: flag,
  machineScopes: options(scopesRules),
  deletionProtection: flag,
  firewall: options(directoryFirewallRules),
  replication: options(replicationRules),
};

export const userDirectoryFaults: JointCheck<UserDirectoryArgs> = (args) => {
  const { senderEmail, totpMfa, allowPasswordAuth, deletionProtection = true } = args;
  const { region, replication } = args;
  const faults = replication ? replicationFaults(region, totpMfa, replication) : [];
  if (senderEmail !== undefined && totpMfa === "ON") {
    faults.push({
      argument: "totpMfa",
      given: totpMfa,
      allowed: "OFF or OPTIONAL together with senderEmail",
      fix: "A mailed code replaces the authenticator's code: leave senderEmail out to require one.",
    });
  }
  if (allowPasswordAuth && deletionProtection) {
    faults.push({
      argument: "allowPasswordAuth",
      given: allowPasswordAuth,
      allowed: "false for a directory with deletionProtection",
      fix: "Plain passwords are for tools on one machine: use SRP, or turn deletionProtection off.",
    });
  }
  return faults;
};
