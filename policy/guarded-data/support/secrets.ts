/**
 * What secrets look like, by what they are. Each form is the issuer's own, which nothing else has.
 */
const forms: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\b(AKIA|ASIA)[A-Z2-7]{16}\b/,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/,
  "a token (JWT)": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "a token of GitHub": /\b(gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{36,})/,
  "a token of GitLab": /\bglpat-[\w-]{20,}/,
  "a token of Slack": /\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/,
  "a key of Stripe": /\b([rs]k_(live|test)|whsec)_[A-Za-z0-9]{16,}/,
  "a key of Google": /\bAIza[\w-]{35}/,
  "a key of SendGrid": /\bSG\.[\w-]{22}\.[\w-]{43}/,
  "a token of npm": /\bnpm_[A-Za-z0-9]{36}/,
  "a token of Pulumi": /\bpul-[0-9a-f]{40}\b/,
  "a key of an AI service": /\bsk-(ant|proj)-[\w-]{20,}/,
  "an address with a password": /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s:/@${<*%][^\s/@]*@/i,
  "a connection with a password": /(^|;)\s*(password|pwd)\s*=\s*[^;\s${<*%][^;]{3,}/i,
};

/** What kind of secret is in a text, if there is one. */
export const secretIn = (text: string): string | undefined =>
  Object.entries(forms).find(([, form]) => form.test(text))?.[0];

/**
 * Whether a variable holds a secret, by the end of its name: `DB_PASSWORD` does, `DB_PASSWORD_FILE`,
 * `SECRET_ARN` and `TOKEN_URL` do not. Nor does what bundlers make public.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.\s]/g, "_")
    .toUpperCase();
  return secretEnd.test(words) && !/(^|_)(KMS|PUBLIC|VITE|REACT_APP|GATSBY)_/.test(words);
}

const secretEnd =
  /((^|_)(PASSWORD|PASSWD|PASSPHRASE|PASS|SECRET|TOKEN|CREDENTIALS?|API_?KEY|(ACCESS|AUTH|ENCRYPTION|MASTER|PRIVATE|SECRET|SIGNING)_?KEY|SECRET_KEY_BASE)|_PWD)$/;

/** Whether a value says where a secret is, or whether there is one, and is none itself. */
export const isReference = (value: string): boolean =>
  references.some((form) => form.test(value.trim()));

const references = [
  // Nothing, a flag, a small number.
  /^$/,
  /^(true|false|yes|no|on|off|none|null|enabled|disabled|required|optional)$/i,
  /^\d{1,5}$/,
  // An ARN, a file or parameter, an address without a password, a scheme of a store of secrets.
  /^arn:/,
  /^\.{0,2}\//,
  /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i,
  /^(ssm|secretsmanager|vault|op|env|file):/i,
  /\.(pem|key|crt|cer|p12|jks|json|ya?ml|env)$/i,
  // Something that is filled in later.
  /^[$%{<]/,
  // The path of a secret: prod/orders/db. Random texts have letters of both kinds and digits.
  /^([a-z0-9_.-]+\/)+[a-z0-9_.-]+$/,
  /^([A-Za-z_.-]+\/)+[A-Za-z_.-]+$/,
];
