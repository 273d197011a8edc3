import type * as pulumi from "@pulumi/pulumi";
import {
  check,
  flag,
  input,
  listOf,
  mapOf,
  type OptionRules,
  options,
  text,
} from "../shared/options.ts";
import { addressesByClient } from "./clients/addressRules.ts";
import { emailAddress, emailDomain, hostName } from "../shared/rules.ts";
import { type MailDomainArgs, mailDomainRules } from "./mail/domainArgs.ts";
import { type SignInDomainArgs, signInDomainRules } from "./pages/signInDomainArgs.ts";

/**
 * Settings of the user directory that differ between environments. A stack's config has them
 * by the same names, and `RegionalPlatform` hands them on as they are. A new one needs its line here, its rule below and
 * its entry in `Pulumi.yaml`; `stacks/identityConfig.ts` reads it.
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
   * verified, or Cognito refuses it, unless it is the `mailDomain`. Guesses and mails are limited per user: see
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
   * A domain for the platform's mail: made in SES, with its DNS records, in place of a `senderIdentity` that exists. The
   * `senderEmail` is an address of it. Cognito refuses a sender before SES has found the records, which takes minutes: the
   * update that makes the domain waits for that before the user pool.
   * @default none
   */
  mailDomain?: MailDomainArgs | undefined;
  /**
   * Lets the public client send plain passwords (`USER_PASSWORD_AUTH`), which SRP makes
   * unnecessary. For tools on one machine only. @default false
   */
  allowPasswordAuth?: boolean | undefined;
  /**
   * Domain that passkeys belong to (the relying party id): that of the pages that sign users in, such as
   * `example.com`, or a name above it. With Cognito's pages at a domain of your own it must be that name. A change
   * makes all passkeys useless. `localhost` works on one machine. Needed with `passwordless.passkeys`.
   * @default none
   */
  passkeyDomain?: string | undefined;
  /**
   * In the home region: a domain of your own for the sign-in pages and the token endpoint. With a replica of the pool, it
   * leads there while the home region is down. Cognito's own domain stays beside it. A change of the name makes a new
   * domain, which takes up to an hour without pages, and voids passkeys. @default only Cognito's own domain
   */
  signInDomain?: SignInDomainArgs | undefined;
  /** Addresses to which users return after they signed in at the pages, 1 to 100 by client. @default none */
  callbackUrls?: Record<string, string[]> | undefined;
  /** Addresses to which users return after they signed out at `/logout`, 1 to 100 by client. @default none */
  logoutUrls?: Record<string, string[]> | undefined;
  /** Secrets of identity providers by name. @default none */
  identitySecrets?: pulumi.Input<Record<string, string>> | undefined;
  /**
   * Keeps the second factors of a pool as they are deployed, for the first of two updates: `npm run deploy` sets it for
   * one run, when a plan adds a factor together with what it needs. @default false
   */
  keepFactors?: boolean | undefined;
}

/** Names that are not one owner's. The whole list is at publicsuffix.org; browsers refuse them. */
const publicSuffixes =
  /^(?:[^.]+|(?:ac|co|com|edu|gov|net|org)\.[a-z]{2}|(?:amazonaws|cloudfront|herokuapp|netlify|vercel|web|pages|github|gitlab)\.(?:app|com|dev|io|net))$/;

/** Source: Cognito API Reference, "WebAuthnConfigurationType" (RelyingPartyId). */
const passkeyDomain = check(
  (value) =>
    value === "localhost" ||
    (hostName(127)(value, "").length === 0 && !publicSuffixes.test(String(value))),
  "a domain of yours in lower case, such as example.com, or localhost",
  "Browsers bind passkeys to it: it can't be a name that many share, such as co.uk.",
);

export const identityEnvironmentRules: OptionRules<IdentityEnvironment> = {
  allowedEmailDomains: listOf(emailDomain),
  senderEmail: emailAddress,
  senderIdentity: text(),
  mailDomain: options(mailDomainRules),
  allowPasswordAuth: flag,
  passkeyDomain,
  signInDomain: options(signInDomainRules),
  callbackUrls: addressesByClient,
  logoutUrls: addressesByClient,
  identitySecrets: input(mapOf(text())),
  keepFactors: flag,
};

/** Takes these settings out of larger arguments. */
export const identityEnvironment = (args: IdentityEnvironment): IdentityEnvironment =>
  Object.fromEntries(
    Object.keys(identityEnvironmentRules).map((key) => [
      key,
      args[key as keyof IdentityEnvironment],
    ]),
  );
