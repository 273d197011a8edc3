/**
 * What secrets look like, by what they are. Each form is the issuer's own, which nothing else has.
 */
const forms: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\b(AKIA|ASIA)[A-Z2-7]{16}\b/,
  "an AWS secret access key": /secret_?access_?key["'\s:=]{1,5}[A-Za-z0-9/+]{40}(?![\w/+=])/i,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/,
  "a token (JWT)": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "a GitHub token": /\b(gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{36,})/,
  "a GitLab token": /\bglpat-[\w-]{20,}/,
  "a Slack token": /\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/,
  "a Stripe key": /\b([rs]k_(live|test)|whsec)_[A-Za-z0-9]{16,}/,
  "a Google key": /\bAIza[\w-]{35}/,
  "a SendGrid key": /\bSG\.[\w-]{22}\.[\w-]{43}/,
  "an npm token": /\bnpm_[A-Za-z0-9]{36}/,
  "a Pulumi token": /\bpul-[0-9a-f]{40}\b/,
  "an AI service key": /\bsk-(ant|proj)-[\w-]{20,}/,
  "a URL with a password": /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s:/@${<*%][^\s/@]*@/i,
};

/** What kind of secret is in a text, if there is one. */
export function secretIn(text: string): string | undefined {
  const [kind] = Object.entries(forms).find(([, form]) => form.test(text)) ?? [];
  return kind ?? (isSecretAccessKey(text) ? "an AWS secret access key" : assignedIn(text));
}

/** Such as `password=…` of a connection, a shell or a command line, with what the value is called. */
function assignedIn(text: string): string | undefined {
  for (const [, name, value] of assignments.flatMap((form) => [...text.matchAll(form)])) {
    // By itself, what is called secret in small letters is the name of one.
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

/** Within a text, such a sign begins what is filled in later. */
const isFilledIn = (value: string): boolean => /^[$%{<*`!]/.test(value);

/**
 * Whether a text is one, which nothing but its length and its disorder tells. Words have runs of
 * letters of the same kind, which random texts have not; sums in hexadecimal have letters of one kind.
 */
function isSecretAccessKey(text: string): boolean {
  if (!/^[A-Za-z0-9/+]{40}$/.test(text)) return false;
  const hasAll = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text));
  return hasAll && (text.match(/[a-z]+|[A-Z]+|\d+|[/+]+/g) ?? []).length > 15;
}

/** Whether a value says where a secret is, or whether there is one, and is none itself. */
export function isReference(written: string): boolean {
  const value = written.trim();
  return references.some((form) => form.test(value)) || isPath(value);
}

const references: readonly RegExp[] = [
  // Nothing, a flag, a type, a small number, the password of every trust store of Java.
  /^$/,
  /^(true|false|yes|no|on|off|none|null|enabled|disabled|required|optional|string|text|changeit)$/i,
  /^\d{1,5}$/,
  // An ARN, an address without a password, a scheme of a store of secrets, a file, a public key.
  /^arn:/,
  /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i,
  /^(ssm|secretsmanager|vault|op|env|file):/i,
  /\.(pem|key|crt|cer|p12|jks|json|ya?ml|env)$/i,
  /^-----BEGIN (PUBLIC KEY|CERTIFICATE)/,
  // What API Gateway, Step Functions, AWS Batch, shells and templates fill in, and what somebody else has covered.
  /^\$(context|stageVariables|states)?\.[\w.]+$/,
  /^Ref::\w+$/,
  /^\$\$?([A-Z_][A-Z0-9_]*|\d)$/,
  /^\$\$?(\(.*\)|\{[^}]+\}([-/:.,_].*)?)$/s,
  /^(\{\{.*\}\}|\{[\w.:/-]*\}|<[^<>]*>|%\{?[\w.]+\}?%?|`.*`|\*+)$/s,
];

/** A file or a parameter: `/run/secrets/db`, `prod/orders/db`. Random texts have slashes too. */
const isPath = (value: string): boolean =>
  /^(~|\.{0,2})\/[\w.@/-]*$/.test(value)
    ? !value.split("/").some(isRandom)
    : /^([a-z0-9_.-]+\/)+[a-z0-9_.-]+$/.test(value) ||
      /^([A-Za-z_.-]+\/)+[A-Za-z_.-]+$/.test(value);

/** Whether digits are all over a word, besides the suffix by which names differ. */
const isRandom = (word: string): boolean =>
  (word.replace(/[0-9a-f]{7,8}$|[0-9A-F]{8}$/, "").match(/[a-z]\d|\d[a-z]/gi) ?? []).length > 2;

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
