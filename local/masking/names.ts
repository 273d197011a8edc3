/** Stands for a secret value, wherever the platform shows one. */
export const masked = "‹masked›";

/** Names of secrets, as expressions without separators between words. */
const names = [
  "passw(?:or[dt]|d)?",
  "pwd",
  "passphrase",
  "secret(?:string|binary)?",
  "plaintext",
  "bcrypthash",
  "credentials?",
  "token",
  "signature",
  "cookie",
  "session",
  "assertion",
  "refresh",
  "codeverifier",
  "(?:private|secret|access|api|signing|encryption|auth|pem)(?:key|pem)",
].join("|");

const anywhere = new RegExp(`${names}|authori[sz]ation$|^jwt$`);
const last = new RegExp(`^(?:${names}|authori[sz]ation|jwt)$`);

/** Whether a name of a client's header, parameter or field has a secret's name in it: clients choose names freely. */
export const containsSecretName = (name: string): boolean =>
  anywhere.test(name.toLowerCase().replaceAll(/[-_.\s]/g, ""));

/**
 * Whether a property or variable of a program is named as a secret, which its last words tell: `clientSecret` and
 * `DB_PASSWORD`, but not `secretArn` and `tokenValidityUnits`.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return last.test(words.at(-1)!) || last.test(words.slice(-2).join(""));
}
