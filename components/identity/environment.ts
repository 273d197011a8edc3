import { flag, listOf, type OptionRules, text } from "../shared/options.ts";
import { emailAddress, emailDomain } from "../shared/rules.ts";

/**
 * Settings of the user directory that differ between environments. A stack's config has them
 * (`stacks/identityConfig.ts`), and `RegionalPlatform` hands them on as they are.
 */
export interface IdentityEnvironment {
  /**
   * Domains whose addresses may sign up, such as `["example.com"]`. A user whose address changes to
   * another domain gets no more tokens. Users that an administrator creates may have any address.
   * @default every domain
   */
  allowedEmailDomains?: string[] | undefined;
  /**
   * Address that all mail is sent from, through SES. Mails then have the platform's custom texts, and
   * users can sign in with a mailed code instead of a password. Its identity in SES must already be
   * verified, or Cognito refuses it. Guesses and mails are limited per user: see
   * `functions/triggers/codeBudget/budget.ts`.
   * @default Cognito's own address and texts, and no sign-in by mailed code
   */
  senderEmail?: string | undefined;
  /**
   * The verified identity that the address belongs to: the address itself or its domain.
   * @default the address
   */
  senderIdentity?: string | undefined;
  /**
   * Lets the public client send plain passwords (`USER_PASSWORD_AUTH`), which SRP makes
   * unnecessary. For tools on one machine only. @default false
   */
  allowPasswordAuth?: boolean | undefined;
}

export const identityEnvironmentRules: OptionRules<IdentityEnvironment> = {
  allowedEmailDomains: listOf(emailDomain),
  senderEmail: emailAddress,
  senderIdentity: text(),
  allowPasswordAuth: flag,
};

/** Takes these settings out of larger arguments. */
export const identityEnvironment = (args: IdentityEnvironment): IdentityEnvironment => {
  const { allowedEmailDomains, senderEmail, senderIdentity, allowPasswordAuth } = args;
  return { allowedEmailDomains, senderEmail, senderIdentity, allowPasswordAuth };
};
