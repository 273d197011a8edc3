import type { SecretReference, tableActions } from "../../service/index.ts";

/** Code of your own in a trigger. It may refuse users by `Refusal`, from `functions/triggers/refusal.ts`. */
export interface OwnCode {
  /**
   * Module that exports `handler`: a path from the project's root. It runs after the platform's own code, in the same
   * function, for those whom that admits. @default none
   */
  readonly entry?: string;
  /** Environment variables of `entry`, not for secrets. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What `entry` may do with tables of services, as `"<service>.<table>": ["GetItem"]`. The variable
   * `<SERVICE>_<TABLE>_TABLE` contains the table's name. @default none
   */
  readonly tables?: Readonly<Record<string, readonly (typeof tableActions)[number][]>>;
  /** Secrets that `entry` reads by `readSecret`, as of functions: `{ MAIL_KEY: secret("{environment}/mail") }`. @default none */
  readonly secrets?: Readonly<Record<string, SecretReference>>;
}

/** Code of your own that sends Cognito's mails or text messages. */
export interface SenderCode extends OwnCode {
  /**
   * Module that exports `handler`: a path from the project's root. It gets a `SenderRequest`, from
   * `functions/triggers/senders/request.ts`, with the decrypted code, and sends it.
   */
  readonly entry: string;
}

export interface SignUpCode extends OwnCode {
  /** `refuse` refuses addresses of well-known services for disposable ones. @default they may sign up */
  readonly disposableAddresses?: "refuse";
  /** Further domains of such services. @default none */
  readonly disposableDomains?: readonly string[];
  /** Domains that may sign up although the list has them. @default none */
  readonly lastingDomains?: readonly string[];
}

export interface ConfirmationCode extends OwnCode {
  /**
   * Group that a user with a verified address of a domain joins when they confirm it, by domain. Not users of
   * external providers, which may vouch for any address. @default none
   */
  readonly groups?: Readonly<Record<string, string>>;
}

/** Another user pool of the account. Users with a second factor there come when they reset their password. */
export interface OtherPool {
  /** Such as `eu-west-1_AbCdEfGhI`. */
  readonly userPoolId: string;
  /** Its app client, without a secret and with the flow `ALLOW_ADMIN_USER_PASSWORD_AUTH`. */
  readonly clientId: string;
}

/** A directory that the trigger asks over HTTPS. Its protocol is in docs/triggers.md. */
export interface HttpDirectory {
  readonly url: string;
  /** The token that it is asked with: `secret("{environment}/identity/directory")`. */
  readonly token: SecretReference;
}

export interface MigrationCode extends OwnCode {
  /** Another pool that has the users. @default none */
  readonly pool?: OtherPool;
  /** Another directory that has the users. @default none */
  readonly directory?: HttpDirectory;
  /** Attributes that are taken over. @default ["email", "email_verified", "name"] */
  readonly attributes?: readonly string[];
}

export interface ClaimsSource {
  /** Claims of the members of groups: `{ admins: { role: "admin" } }`. @default none */
  readonly groups?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Table of a service with an item for each user, as `<service>.<table>`. Its claims count before those of groups. @default none */
  readonly table?: string;
  /** The table's partition key, whose value is the user's `sub`. @default "sub" */
  readonly key?: string;
  /** Attributes of the item that become claims. @default none */
  readonly claims?: readonly string[];
}

export interface TokenCode extends OwnCode {
  /** Where further claims of both tokens come from. No token is issued while the table can't be read. @default none */
  readonly claimsFrom?: ClaimsSource;
  /** Groups of which a user must be in one, or gets no tokens. @default everybody */
  readonly requiredGroups?: readonly string[];
  /** Whether `entry` also sees the tokens of machines, each of which then costs a call. @default false */
  readonly machines?: boolean;
}

/** The triggers of the pool that have options or own code. */
export interface TriggerOptions {
  readonly preSignUp?: SignUpCode;
  readonly customMessage?: OwnCode;
  readonly postConfirmation?: ConfirmationCode;
  readonly preAuthentication?: OwnCode;
  readonly postAuthentication?: OwnCode;
  readonly userMigration?: MigrationCode;
  readonly defineAuthChallenge?: OwnCode;
  readonly createAuthChallenge?: OwnCode;
  readonly verifyAuthChallenge?: OwnCode;
  readonly preTokenGeneration?: TokenCode;
  /**
   * Sends all of Cognito's mails in place of Cognito: codes, invitations, notices. A key in KMS encrypts the codes on
   * their way, for 1 USD a month. Codes by which users sign in with `senderEmail` alone stay with SES. @default Cognito sends
   */
  readonly customEmailSender?: SenderCode;
  /** Sends all of Cognito's text messages in place of Cognito, with the same key. Needs `sms`. @default Cognito sends */
  readonly customSmsSender?: SenderCode;
}

/** Events about users in EventBridge. */
export interface AuditOptions {
  /** Name of the event bus. @default "default" */
  readonly eventBus?: string;
  /** Whether attempts to sign in are reported, too, before the password is checked. @default false */
  readonly attempts?: boolean;
}

export interface TriggersOptions {
  /** What happens when users sign up and sign in, and code of your own for it. @default what other options need */
  readonly triggers?: TriggerOptions | undefined;
  /** Sends an event for each confirmed user, password reset and sign-in. EventBridge bills events. @default none */
  readonly audit?: AuditOptions | undefined;
}
