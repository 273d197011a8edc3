/**
 * Formats of secrets. Each begins, or ends, in a way that its issuer chose for scanners, so other
 * texts do not match. Those that are only long and random are left to names.
 *
 * Source: the rules of gitleaks (config/gitleaks.toml) for prefixes and lengths; GitHub's "Supported
 * secret scanning patterns" for which are secrets; AWS's "IAM identifiers" for access keys.
 */
export const secretForms: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\b(AKIA|ASIA)[A-Z2-7]{16}\b/,
  "an AWS secret access key": /secret_?access_?key["'\s:=]{1,5}[A-Za-z0-9/+]{40}(?![\w/+=])/i,
  "an Amazon Bedrock key": /\b(ABSK[A-Za-z0-9+/]{109,}={0,2}|bedrock-api-key-[\w+/=-]{20,})/,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----|\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/,
  "a token (JWT)": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,

  // Code and packages.
  "a GitHub token": /\b(gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{36,})/,
  "a GitLab token": /\bgl(pat|dt|rt|ptt|ft|imt|soat|agent|cbt|oas)-[\w-]{20,}|\bGR1348941[\w-]{20}/,
  "a Bitbucket or Atlassian token": /\bAT(ATT|CTT|BB)[A-Za-z0-9+/=_-]{28,}/,
  "an npm token": /\bnpm_[A-Za-z0-9]{36}/,
  "a PyPI token": /\bpypi-AgE[\w-]{50,}/,
  "a RubyGems key": /\brubygems_[a-f0-9]{48}/,
  "a Docker token": /\bdckr_(pat|oat)_[\w-]{27,}/,
  "a Sonar token": /\bsq[uap]_[a-f0-9]{40}/,

  // Clouds and infrastructure.
  "a Google key": /\bAIza[\w-]{35}|\bGOCSPX-[\w-]{28}/,
  "an Azure key": /\bAccountKey=[A-Za-z0-9+/]{86}==|\b[\w~.-]{3}\dQ~[\w~.-]{31,34}/,
  "a Pulumi token": /\bpul-[0-9a-f]{40}\b/,
  "a Terraform Cloud token": /\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/,
  "a Vault token": /\bhv[sb]\.[\w-]{24,}/,
  "a DigitalOcean token": /\bdo[opr]_v1_[a-f0-9]{64}/,
  "a Databricks token": /\bdapi[a-f0-9]{32}\b/,
  "a Doppler token": /\bdp\.(pt|st|ct|sa|scim|audit)\.([\w-]+\.)?[A-Za-z0-9]{40,}/,
  "a PlanetScale secret": /\bpscale_(tkn|pw|oauth)_[\w=.-]{32,}/,
  "a Supabase secret": /\b(sbp_[a-f0-9]{40}|sb_secret_[\w-]{20,})/,
  "a Fly.io token": /\b(fo1_[\w-]{43}|fm[12][ar]?_[A-Za-z0-9+/=]{100,})/,
  "a Heroku key": /\bHRKU-AA[\w-]{58}/,

  // Payments, mail and messages.
  "a Stripe key": /\b([rs]k_(live|test)|whsec)_[A-Za-z0-9]{16,}/,
  "a Shopify token": /\bshp(at|ca|pa|ss)_[a-fA-F0-9]{32}/,
  "a Square token": /\bsq0(atp|csp)-[\w-]{22,}/,
  "a SendGrid key": /\bSG\.[\w-]{16,32}\.[\w-]{32,64}/,
  "a Mailgun key": /\bkey-[a-f0-9]{32}\b/,
  "a Mailchimp key": /\b[a-f0-9]{32}-us\d{1,2}\b/,
  "a Brevo key": /\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}/,
  "a Twilio key": /\bSK[0-9a-f]{32}\b/,
  "a Slack token":
    /\b(xox[abeoprs]|xapp|xwfp)-[\w-]{10,}|hooks\.slack\.com\/(services|workflows|triggers)\/[TE]\w+\/\w+\/\w+/,
  "a Discord webhook": /discord(app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/,
  "a Teams webhook": /\.webhook\.office\.com\/webhookb2\/[\w-]{36}@[\w-]{36}\/\w+\/\w{32}/,
  "a Telegram token": /\b\d{8,10}:AA[\w-]{33}(?![\w-])/,

  // AI services, monitoring and tools.
  "an AI service key":
    /\bsk-(ant|proj|svcacct|admin|or-v1)-[\w-]{20,}|\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|\bhf_[A-Za-z]{34}\b|\b(gsk|r8|pplx|xai)[_-][A-Za-z0-9]{36,}/,
  "a New Relic key": /\bNRAK-[A-Z0-9]{27}\b|\bNRII-[\w-]{32}/,
  "a Grafana token": /\bglsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}|\bglc_[A-Za-z0-9+/]{32,}={0,2}/,
  "a Sentry token": /\bsntry[us]_[\w+/=-]{60,}/,
  "a Linear, Notion or Postman key":
    /\blin_api_[A-Za-z0-9]{40}|\bntn_[A-Za-z0-9]{40,}|\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}/,

  "a URL with a password": /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s:/@${<*%][^\s/@]*@/i,
};

/**
 * Keys that browsers get: Google's for maps and Firebase, and Supabase's for anonymous visitors.
 *
 * Source: "Learn about using and managing API keys for Firebase"; "Understanding API keys", Supabase.
 */
export function isForBrowsers(text: string): boolean {
  const value = text.trim();
  if (/^AIza[\w-]{35}$/.test(value)) return true;
  const payload = /^eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+$/.exec(value)?.[1];
  return (
    payload !== undefined &&
    /"role"\s*:\s*"anon"/.test(Buffer.from(payload, "base64url").toString())
  );
}
