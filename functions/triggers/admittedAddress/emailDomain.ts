/** Somebody may not come in with their address. The message is for them to read. */
export class EmailDomainError extends Error {
  override readonly name = "EmailDomainError";
}

/** What somebody does with their address, for the message. */
export type Purpose = "sign up" | "sign in";

/**
 * @param email - the address; it must be one that every mail server reads in the same way
 * @param allowedDomains - compared exactly, without regard to case; none admits every domain
 * @throws EmailDomainError when the address is missing or of another domain
 */
export function checkEmailDomain(
  email: string | undefined,
  allowedDomains: readonly string[],
  purpose: Purpose,
): void {
  if (allowedDomains.length === 0) return;
  if (!email?.includes("@"))
    throw new EmailDomainError(`An email address is needed to ${purpose}.`);
  const domain = asciiLowerCase(domainOf(email));
  if (!allowedDomains.some((allowed) => asciiLowerCase(allowed) === domain)) {
    throw new EmailDomainError(`Addresses of ${domain} can't ${purpose} here.`);
  }
}

/**
 * What follows the `@`. An address with two of them, quotes, commas or spaces may mean another
 * mailbox, or two, to the server that mails the code, so that its domain is all of it.
 */
const domainOf = (email: string): string =>
  /^[^@\s",;:<>()[\]\\]+@([^@\s]+)$/.exec(email)?.[1] ?? email;

/** JavaScript's own makes ASCII letters of others: of the Kelvin sign a `k`. */
export const asciiLowerCase = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
