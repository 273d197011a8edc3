import { secretForms } from "./secretForms.ts";

/** The kind of secret that a text contains, if any. */
export function secretIn(text: string): string | undefined {
  const [kind] =
    Object.entries(secretForms).find(([, form]) => {
      const [found] = form.exec(text) ?? [];
      return found !== undefined && !isMadeUp(found);
    }) ?? [];
  return kind ?? (isSecretAccessKey(text) ? "an AWS secret access key" : assignedIn(text));
}

/** Whether a text only shows the form of a secret: `sk_live_xxxxxxxxxxxxxxxx`, `ghp_YOUR_TOKEN…`. */
const isMadeUp = (found: string): boolean =>
  /([xX*.0])\1{7}|(your|my)[_-]?(api|secret|token|key)|placeholder|change[_-]?me/i.test(found);

/** Finds assignments such as `password=…` in connection strings, scripts and command lines. */
function assignedIn(text: string): string | undefined {
  for (const [, name, value] of assignments.flatMap((form) => [...text.matchAll(form)])) {
    // A lower-case `secret` usually names a secret and does not contain one.
    const isSecret = (isSecretName(name!) && name !== "secret") || /^pwd$/i.test(name!);
    if (isSecret && !isFilledIn(value!) && !isReference(value!)) return `a value for ${name!}`;
  }
  return undefined;
}

const assignments: readonly RegExp[] = [
  /(?:^|[\s;&?,"'({[])-{0,2}([A-Za-z_][\w.-]*)\s{0,3}=\s{0,3}["']?([^\s"';&|,)]{4,})/g,
  // A line of YAML or JSON.
  /^[ \t-]{0,40}["']?([A-Za-z_][\w.-]*)["']?:[ \t]{1,40}["']?([^\s"';&|,)]{4,})["']?,?[ \t]*$/gm,
];

/** These characters begin a placeholder. */
const isFilledIn = (value: string): boolean => /^[$%{<*`!]/.test(value);

/**
 * Recognizes secret access keys by their length and randomness. Words have long runs of one kind of
 * letter, random texts do not, and hexadecimal digests have only one kind.
 */
function isSecretAccessKey(text: string): boolean {
  if (!/^[A-Za-z0-9/+]{40}$/.test(text)) return false;
  const hasAll = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text));
  return hasAll && (text.match(/[a-z]+|[A-Z]+|\d+|[/+]+/g) ?? []).length > 15;
}

/** Whether a value refers to a secret, or to whether there is one, instead of containing it. */
export function isReference(written: string): boolean {
  const value = written.trim();
  return references.some((form) => form.test(value)) || isPath(value);
}

const references: readonly RegExp[] = [
  // Empty values, flags, types, small numbers, and Java's default truststore password.
  /^$/,
  /^(true|false|yes|no|on|off|none|null|enabled|disabled|required|optional|string|text|changeit)$/i,
  /^\d{1,5}$/,
  // ARNs, URLs without a password, schemes of secret stores, files, public keys.
  /^arn:/,
  /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i,
  /^(ssm|secretsmanager|vault|op|env|file):/i,
  /\.(pem|key|crt|cer|p12|jks|json|ya?ml|env)$/i,
  /^-----BEGIN (PUBLIC KEY|CERTIFICATE)/,
  // Placeholders of API Gateway, Step Functions, AWS Batch, shells and templates, and masked
  // values.
  /^\$(context|stageVariables|states)?\.[\w.]+$/,
  /^Ref::\w+$/,
  /^\$\$?([A-Z_][A-Z0-9_]*|\d)$/,
  /^\$\$?(\(.*\)|\{[^}]+\}([-/:.,_].*)?)$/s,
  /^(\{\{.*\}\}|\{[\w.:/-]*\}|<[^<>]*>|%\{?[\w.]+\}?%?|`.*`|\*+)$/s,
];

/**
 * A file or a parameter: `/run/secrets/db`, `prod/orders/db`. Random texts can also contain
 * slashes.
 */
const isPath = (value: string): boolean =>
  /^(~|\.{0,2})\/[\w.@/-]*$/.test(value)
    ? !value.split("/").some(isRandom)
    : /^([a-z0-9_.-]+\/)+[a-z0-9_.-]+$/.test(value) ||
      /^([A-Za-z_.-]+\/)+[A-Za-z_.-]+$/.test(value);

/** Whether digits are spread over a word, apart from the suffix of a generated name. */
const isRandom = (word: string): boolean =>
  (word.replace(/[0-9a-f]{7,8}$|[0-9A-F]{8}$/, "").match(/[a-z]\d|\d[a-z]/gi) ?? []).length > 2;

/**
 * Whether a variable contains a secret, judged by the end of its name: `DB_PASSWORD` does,
 * `DB_PASSWORD_FILE`, `SECRET_ARN` and `TOKEN_URL` do not. Public variables do not either.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return (
    !isPublicName(name) &&
    !/(^|_)KMS_/.test(words) &&
    ends.some((end) => end.test(words.replace(which, "")))
  );
}

/**
 * Whether a bundler puts a variable into the page that everybody gets: `VITE_…`, `NEXT_PUBLIC_…`.
 *
 * Source: "Env Variables and Modes" (Vite), "Environment Variables" (Next.js, Gatsby, Expo, Nuxt, Astro),
 * "Adding Custom Environment Variables" (Create React App), "Modes and Environment Variables" (Vue CLI).
 */
export const isPublicName = (name: string): boolean =>
  /(^|_)(PUBLIC|VITE|REACT_APP|GATSBY)_|^(VUE|NG)_APP_/.test(wordsOf(name));

/** `dbPassword` and `db-password` as `DB_PASSWORD`. */
const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.\s]/g, "_")
    .toUpperCase();

/** Suffixes that number a value or state its encoding or environment. */
const which =
  /(_?\d{1,3}|_(VALUE|PLAIN|PLAINTEXT|STRING|TEXT|B64|BASE64|OLD|NEW|CURRENT|PREVIOUS|PRIMARY|SECONDARY|DEV|TEST|STAGING|PROD))+$/;

const ends: readonly RegExp[] = [
  // No ordinary word ends like these: PGPASSWORD, CLIENTSECRET, AUTHTOKEN.
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|REQUIREPASS)$/,
  /(API|ACCESS|ACCOUNT|AUTH|ENCRYPTION|HMAC|JWT|MASTER|PRIVATE|SECRET|SHARED|SIGNING)_?KEY$/,
  /(^|_)(API_?KEYS|SECRET_KEY_BASE|CREDENTIALS?|CREDS)$/,
  // Ordinary words end like these: COMPASS, BYPASS. PWD alone is the working directory.
  /(^|_|ADMIN|DB|FTP|LDAP|MAIL|PG|REDIS|ROOT|SMTP|SQL|USER)PASS$/,
  /(_|ADMIN|DB|FTP|LDAP|MAIL|PG|REDIS|ROOT|SMTP|SQL|USER)PWD$/,
];
