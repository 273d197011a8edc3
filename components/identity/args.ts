import type { DirectoryFirewallArgs } from "./firewall.ts";
import type { ScopesArgs, TokenArgs } from "./clients.ts";

export interface UserDirectoryArgs extends TokenArgs {
  /** The pool's region; stands in its issuer. */
  region: string;
  /** The platform's name in messages to users. */
  platformName: string;
  /**
   * Domains whose addresses may sign up, such as `["example.com"]`. A user whose address changes to
   * another domain gets no more tokens; one whom an administrator creates may have any.
   * @default every domain
   */
  allowedEmailDomains?: string[];
  /** Least length of a password, 8 to 99. @default 12 */
  passwordMinimumLength?: number;
  /** Codes from an authenticator app: `OFF`, `OPTIONAL` (each user decides) or `ON` (required). @default "OPTIONAL" */
  totpMfa?: "OFF" | "OPTIONAL" | "ON";
  /**
   * Address that all mail is sent from, by SES. Gives the mails the platform's own texts, and lets
   * users sign in with a mailed code in place of a password. Its identity in SES must be verified
   * before: Cognito refuses another one. Guesses and mails are limited by user: see
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
   * Lets the public client send passwords in plain (`USER_PASSWORD_AUTH`), which SRP makes
   * needless. For tools on one machine only. @default false
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
}
