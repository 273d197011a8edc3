import assert from "node:assert/strict";
import { isSecretName } from "./secretNames.ts";

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
    "PGPASSWORD",
    "DBPASSWORD",
    "MYSQL_PWD",
    "DBPASS",
    "CLIENTSECRET",
    "AUTHTOKEN",
    "HF_TOKEN",
    "APP_SECRET_VALUE",
    "DB_PASSWORD_2",
    "PASSWORD1",
    "API_KEYS",
    "AccountKey",
    "SharedAccessKey",
    "--DB_PASSWORD",
    "splunk-token",
    "requirepass",
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
    "BYPASS",
    "OLDPWD",
    "SharedAccessKeyName",
    "SECRET_ID",
    "TOKEN_TTL",
    "VALUE",
    "PUBLIC_KEY_2",
  ]) {
    it(`is false for ${name}`, () => assert.ok(!isSecretName(name)));
  }
});
