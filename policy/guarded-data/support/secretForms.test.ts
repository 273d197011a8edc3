import assert from "node:assert/strict";
import { forbidPlainSecrets } from "../forbidPlainSecrets.ts";
import { judge } from "../../testing/judge.ts";
import { secretIn } from "./secrets.ts";

const letters = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fL";
const hex = "0123456789abcdef";
const mixed = (length: number): string => letters.repeat(9).slice(0, length);
const digits = (length: number): string => hex.repeat(9).slice(0, length);

/**
 * Texts in the issuers' forms, with the lengths of gitleaks' rules (config/gitleaks.toml). They are
 * put together here, so that scanners do not report this file.
 */
const texts: Readonly<Record<string, readonly string[]>> = {
  "an Amazon Bedrock key": [`AB${"SK"}${mixed(120)}=`],
  "a GitHub token": [`ghs_${mixed(36)}`, `github_${"pat_"}${mixed(22)}_${mixed(59)}`],
  "a GitLab token": [`glptt-${digits(40)}`, `glrt-${mixed(20)}`, `gldt-${mixed(20)}`],
  "a Bitbucket or Atlassian token": [`ATATT3${mixed(186)}`],
  "a PyPI token": [`pypi-${"AgEIcHlwaS5vcmc"}${mixed(60)}`],
  "a RubyGems key": [`rubygems_${digits(48)}`],
  "a Docker token": [`dckr_${"pat_"}${mixed(27)}`],
  "a Google key": [`GOCSPX-${mixed(28)}`],
  "an Azure key": [`DefaultEndpointsProtocol=https;Account${"Key="}${mixed(86)}==`],
  "a Terraform Cloud token": [`${mixed(14)}.atlas${"v1."}${mixed(64)}`],
  "a Vault token": [`hvs.${mixed(90)}`],
  "a DigitalOcean token": [`dop_v1_${digits(64)}`],
  "a Databricks token": [`dapi${digits(32)}`],
  "a Supabase secret": [`sb_secret_${mixed(31)}`],
  "a Stripe key": [`rk_${"live_"}${mixed(24)}`, `whsec_${mixed(32)}`],
  "a Shopify token": [`shpat_${digits(32)}`],
  "a SendGrid key": [`SG.${mixed(22)}.${mixed(43)}`, `SG.${mixed(20)}.${mixed(32)}`],
  "a Mailgun key": [`key-${digits(32)}`],
  "a Mailchimp key": [`${digits(32)}-us21`],
  "a Brevo key": [`xkeysib-${digits(64)}-${mixed(16)}`],
  "a Twilio key": [`SK${digits(32)}`],
  "a Slack token": [
    `xapp-1-${mixed(11)}-1234567890123-${digits(64)}`,
    `https://hooks.slack.com/workflows/T0123/A0123/${digits(18)}/${mixed(24)}`,
  ],
  "a Discord webhook": [`https://discord.com/api/webhooks/123456789012345678/${mixed(68)}`],
  "a Telegram token": [`1234567890:AA${mixed(33)}`],
  "an AI service key": [
    `sk-${"svcacct-"}${mixed(58)}`,
    `sk-${mixed(20)}T3${"BlbkFJ"}${mixed(20)}`,
    `sk-${"ant-api03-"}${mixed(93)}AA`,
    `gsk_${mixed(52)}`,
  ],
  "a New Relic key": [`NRAK-${mixed(27).toUpperCase()}`],
  "a Grafana token": [`glsa_${mixed(32)}_${digits(8)}`],
  "a Sentry token": [`sntryu_${digits(64)}`],
};

describe("forms of secrets", () => {
  for (const [kind, examples] of Object.entries(texts)) {
    it(`include ${kind}`, () => {
      for (const text of examples) {
        assert.equal(secretIn(text), kind, text);
        assert.equal(secretIn(`{"value": "${text}"}`), kind, text);
      }
    });
  }

  for (const text of [
    `sk_${"live_"}${"x".repeat(24)}`,
    `ghp_${"X".repeat(36)}`,
    `sk-${"proj-"}your-api-key-goes-in-here`,
    `SG.${"*".repeat(22)}.${"*".repeat(43)}`,
    `pk_${"live_"}${mixed(24)}`,
    "https://hooks.slack.com/services",
    "arn:aws:iam::123456789012:role/key-rotation",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop@sha256:" + digits(64),
    "glue-job-0123456789abcdef",
    "us-east-1:01234567-89ab-cdef-0123-456789abcdef",
  ]) {
    it(`do not include ${text.slice(0, 30)}`, () => assert.equal(secretIn(text), undefined));
  }
});

describe("variables that bundlers put into pages", () => {
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const supabase = (role: string) =>
    [base64({ alg: "HS256", typ: "JWT" }), base64({ iss: "supabase", role }), mixed(43)].join(".");
  const verdict = (name: string, value: string) =>
    judge(forbidPlainSecrets, {
      type: "aws:amplify/app:App",
      props: { environmentVariables: { [name]: value } },
    }).violations.length;

  // "Env Variables and Modes" (Vite); "Environment Variables" (Next.js, Gatsby, Expo, Nuxt, Astro);
  // "Adding Custom Environment Variables" (Create React App).
  for (const prefix of [
    "VITE_",
    "NEXT_PUBLIC_",
    "REACT_APP_",
    "PUBLIC_",
    "EXPO_PUBLIC_",
    "NUXT_PUBLIC_",
    "GATSBY_",
    "VUE_APP_",
  ]) {
    it(`may be named like secrets, but not contain any: ${prefix}`, () => {
      assert.equal(verdict(`${prefix}API_KEY`, "b1946ac92492d2347c6235b4d2611184"), 0);
      assert.equal(verdict(`${prefix}AUTH_TOKEN`, "b1946ac92492d2347c6235b4d2611184"), 0);
      assert.equal(verdict(`${prefix}STRIPE`, `sk_${"live_"}${mixed(24)}`), 1);
    });
  }

  // "Learn about using and managing API keys for Firebase"; "Understanding API keys", Supabase.
  it("may contain keys for browsers", () => {
    const firebase = `AIza${mixed(35)}`;
    assert.equal(verdict("VITE_FIREBASE_API_KEY", firebase), 0);
    assert.equal(verdict("FIREBASE_API_KEY", firebase), 1);
    assert.equal(verdict("NEXT_PUBLIC_SUPABASE_ANON_KEY", supabase("anon")), 0);
    assert.equal(verdict("NEXT_PUBLIC_SUPABASE_ANON_KEY", supabase("service_role")), 1);
  });
});
