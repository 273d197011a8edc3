import assert from "node:assert/strict";
import fc from "fast-check";
import { isReference, isSecretName, secretIn } from "./secrets.ts";

/** Of parts, so that nothing takes this file for one with secrets. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  "an AWS access key": ["AK", "IAQWERTYUIOPASDFGH"],
  "a private key": ["-----BEGIN RSA PRIV", "ATE KEY-----\nMIIE"],
  "a token (JWT)": [
    "ey",
    "JhbGciOiJIUzI1NiJ9.ey",
    "JzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
  ],
  "a token of GitHub": ["gh", "p_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"],
  "a token of GitLab": ["gl", "pat-", "a1B2c3D4e5F6g7H8i9J0"],
  "a token of Slack": ["xo", "xb-", "123456789012-abcdef"],
  "a key of Stripe": ["sk", "_live_", "a1B2c3D4e5F6g7H8i9J0"],
  "a key of Google": ["AI", "za", "SyA1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g"],
  "a key of SendGrid": [
    "SG",
    ".",
    "a1B2c3D4e5F6g7H8i9J0aa",
    ".",
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8a1B2c3D",
  ],
  "a token of npm": ["npm", "_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"],
  "a token of Pulumi": ["pul", "-", "0123456789abcdef0123456789abcdef01234567"],
  "a key of an AI service": ["sk", "-ant-", "a1B2c3D4e5F6g7H8i9J0"],
  "an address with a password": ["postgres://app:", "hunter2@db.internal:5432/orders"],
  "a connection with a password": ["Server=db;User Id=app;Pass", "word=hunter2;"],
};

describe("secretIn", () => {
  for (const [kind, parts] of Object.entries(secrets)) {
    it(`knows ${kind}, alone and within a text`, () => {
      const secret = parts.join("");

      assert.equal(secretIn(secret), kind);
      assert.equal(secretIn(`{"value": "${secret}"}`), kind);
    });
  }

  for (const text of [
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders-AbCdEf",
    "https://example.com/token?x=1@2",
    "http://user@example.com",
    "postgres://app:${PASSWORD}@db.internal/orders",
    "postgres://app:<password>@db.internal/orders",
    "redis://cache.internal:6379",
    "amqps://broker.internal:5671/@",
    "sk-learn",
    "Server=db;Password=${PASSWORD};",
    "0123456789abcdef0123456789abcdef01234567",
    "us-east-1_AbCdEfGhI",
  ]) {
    it(`sees none in ${text}`, () => assert.equal(secretIn(text), undefined));
  }

  it("takes any text, and answers at once", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        secretIn(text);
        isReference(text);
        isSecretName(text);
      }),
    );
    const started = performance.now();
    for (const text of [
      "a".repeat(1e5),
      "a:".repeat(5e4),
      "a/".repeat(5e4),
      "a://b:".repeat(2e4),
    ]) {
      secretIn(text);
      isReference(text);
    }
    assert.ok(performance.now() - started < 2_000);
  });
});

describe("isSecretName", () => {
  for (const name of [
    "PASSWORD",
    "DB_PASSWORD",
    "dbPassword",
    "db.password",
    "DB_PASS",
    "DB_PWD",
    "JWT_SECRET",
    "CLIENT_SECRET",
    "SECRET_KEY_BASE",
    "API_KEY",
    "STRIPE_APIKEY",
    "apiKey",
    "AWS_SECRET_ACCESS_KEY",
    "GITHUB_TOKEN",
    "DB_CREDENTIALS",
  ]) {
    it(`is true for ${name}`, () => assert.ok(isSecretName(name)));
  }
  for (const name of [
    "DB_SECRET_ARN",
    "SECRET_NAME",
    "TOKEN_URL",
    "TOKEN_ENDPOINT",
    "PASSWORD_MINIMUM_LENGTH",
    "DB_PASSWORD_FILE",
    "API_KEY_ID",
    "AWS_ACCESS_KEY_ID",
    "TABLE_NAME",
    "KMS_ENCRYPTION_KEY",
    "NEXT_PUBLIC_API_KEY",
    "STRIPE_PUBLISHABLE_KEY",
    "PUBLIC_KEY",
    "MAX_TOKENS",
    "PWD",
    "COMPASS",
    "SORT_KEY",
  ]) {
    it(`is false for ${name}`, () => assert.ok(!isSecretName(name)));
  }
});

describe("isReference", () => {
  for (const value of [
    "",
    "true",
    "Disabled",
    "3600",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders",
    "/prod/orders/db",
    "./key",
    "https://example.com/oauth2/token",
    "ssm:/prod/orders/db",
    "certificate.pem",
    "${DB_PASSWORD}",
    "$(cat /run/secret)",
    "{{resolve:secretsmanager:orders}}",
    "<from the console>",
    "prod/orders/db",
    "Prod/Orders",
    "alias/orders",
  ]) {
    it(`is true for ${JSON.stringify(value)}`, () => assert.ok(isReference(value)));
  }
  for (const value of [
    "hunter2",
    "my-super-secret",
    "changeme",
    "123456",
    "correct horse battery staple",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCY",
    "https://app:hunter2@example.com",
  ]) {
    it(`is false for ${value}`, () => assert.ok(!isReference(value)));
  }
});
