import { Refusal } from "../refusal.ts";

/** An address is not admitted. */
export class EmailDomainError extends Refusal {
  override readonly name = "EmailDomainError";
}

/** The user's intention, for the message. */
export type Purpose = "sign up" | "sign in";

/**
 * @param email - must be an address that every mail server reads in the same way
 * @param allowedDomains - compared exactly, ignoring case; an empty list admits every domain
 * @throws EmailDomainError when the address is missing or in another domain
 */
export function checkEmailDomain(
  email: string | undefined,
  allowedDomains: readonly string[],
  purpose: Purpose,
): void {
  if (allowedDomains.length === 0) return;
  if (!email?.includes("@"))
    throw new EmailDomainError(`An email address is needed to ${purpose}.`);
  const domain = domainOf(email);
  if (!allowedDomains.some((allowed) => asciiLowerCase(allowed) === domain)) {
    throw new EmailDomainError(`Addresses of ${domain} can't ${purpose} here.`);
  }
}

/**
 * The part after the `@`, in lower case. An address with two `@`, quotes, commas or spaces may mean other mailboxes
 * to the mail server that delivers the code, so its whole text counts as the domain.
 */
export const domainOf = (email: string): string =>
  asciiLowerCase(/^[^@\s",;:<>()[\]\\]+@([^@\s]+)$/.exec(email)?.[1] ?? email);

/** Unlike `toLowerCase`, never turns other characters into ASCII letters, such as the Kelvin sign into `k`. */
export const asciiLowerCase = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
