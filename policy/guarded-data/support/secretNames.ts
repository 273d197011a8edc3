/**
 * Whether a variable holds a secret, by the end of its name: `DB_PASSWORD` does, `DB_PASSWORD_FILE`,
 * `SECRET_ARN` and `TOKEN_URL` do not. Nor does what bundlers make public.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.\s]/g, "_")
    .toUpperCase();
  const isPublic = /(^|_)(KMS|PUBLIC|VITE|REACT_APP|GATSBY)_/.test(words);
  return !isPublic && ends.some((end) => end.test(words.replace(which, "")));
}

/** Says which of several values it is, or how it is written. */
const which =
  /(_?\d{1,3}|_(VALUE|PLAIN|PLAINTEXT|STRING|TEXT|B64|BASE64|OLD|NEW|CURRENT|PREVIOUS|PRIMARY|SECONDARY|DEV|TEST|STAGING|PROD))+$/;

const ends: readonly RegExp[] = [
  // No other word ends like these: PGPASSWORD, CLIENTSECRET, AUTHTOKEN.
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|REQUIREPASS)$/,
  /(API|ACCESS|ACCOUNT|AUTH|ENCRYPTION|HMAC|JWT|MASTER|PRIVATE|SECRET|SHARED|SIGNING)_?KEY$/,
  /(^|_)(API_?KEYS|SECRET_KEY_BASE|CREDENTIALS?|CREDS)$/,
  // Others do: COMPASS, BYPASS. PWD alone is the working directory.
  /(^|_|ADMIN|DB|FTP|LDAP|MAIL|PG|REDIS|ROOT|SMTP|SQL|USER)PASS$/,
  /(_|ADMIN|DB|FTP|LDAP|MAIL|PG|REDIS|ROOT|SMTP|SQL|USER)PWD$/,
];
