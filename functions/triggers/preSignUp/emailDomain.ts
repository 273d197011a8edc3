/** Somebody may not sign up with their address. The message is for them to read. */
export class EmailDomainError extends Error {
  override readonly name = "EmailDomainError";
}

/**
 * @param email - the address; its domain is what follows the last `@`
 * @param allowedDomains - compared exactly, without regard to case; none admits every domain
 * @throws EmailDomainError when the address is missing or of another domain
 */
export function checkEmailDomain(
  email: string | undefined,
  allowedDomains: readonly string[],
): void {
  if (allowedDomains.length === 0) return;
  if (!email?.includes("@")) throw new EmailDomainError("An email address is needed to sign up.");
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  if (!allowedDomains.some((allowed) => allowed.toLowerCase() === domain)) {
    throw new EmailDomainError(`Addresses of ${domain} can't sign up here.`);
  }
}
