/** Whether a member's value must never appear: the same names as in functions/shared/log.ts. */
export const isSecretName = (name: string): boolean =>
  /authorization|cookie|token|password|secret|api-?key/i.test(name);

/** JSON Web Tokens, and what follows `Bearer` or `Basic`. */
const secrets = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*|\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi;

/** A text without tokens that its writer has overlooked. */
export const withoutSecrets = (text: string): string =>
  text.replaceAll(secrets, (_all, scheme?: string) =>
    scheme === undefined ? "[redacted]" : `${scheme} [redacted]`,
  );
