import assert from "node:assert/strict";
import fc from "fast-check";
import { processorMs } from "../../../project/testing/processorTime.ts";
import { isReference, isSecretName, secretIn } from "./secrets.ts";

/** Split into parts, so that scanners do not report this file. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  "an AWS access key": ["AK", "IAQWERTYUIOPASDFGH"],
  "a private key": ["-----BEGIN RSA PRIV", "ATE KEY-----\nMIIE"],
  "a token (JWT)": [
    "ey",
    "JhbGciOiJIUzI1NiJ9.ey",
    "JzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
  ],
  "a GitHub token": ["gh", "p_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"],
  "a GitLab token": ["gl", "pat-", "a1B2c3D4e5F6g7H8i9J0"],
  "a Slack token": ["xo", "xb-", "123456789012-abcdef"],
  "a Stripe key": ["sk", "_live_", "a1B2c3D4e5F6g7H8i9J0"],
  "a Google key": ["AI", "za", "SyA1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g"],
  "a SendGrid key": [
    "SG",
    ".",
    "a1B2c3D4e5F6g7H8i9J0aa",
    ".",
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8a1B2c3D",
  ],
  "an npm token": ["npm", "_", "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"],
  "a Pulumi token": ["pul", "-", "0123456789abcdef0123456789abcdef01234567"],
  "an AI service key": ["sk", "-ant-", "a1B2c3D4e5F6g7H8i9J0"],
  "a URL with a password": ["postgres://app:", "hunter2@db.internal:5432/orders"],
  "a value for Password": ["Server=db;User Id=app;Pass", "word=hunter2;"],
  "a value for password": ["host=db user=app pass", "word=s3cr3tpw dbname=x"],
  "a value for AccountKey": ["AccountName=x;Account", "Key=abcd1234abcd1234=="],
  "a value for db-password": ["app --db-pass", "word=hunter2"],
  "a value for PGPASSWORD": ["PGPASS", "WORD='hunter2' psql"],
  "a value for api-key": ["tenant=x,api", "-key=0123abcd"],
};

describe("secretIn", () => {
  for (const [kind, parts] of Object.entries(secrets)) {
    it(`recognizes ${kind}, alone and within a text`, () => {
      const secret = parts.join("");

      assert.equal(secretIn(secret), kind);
      assert.equal(secretIn(`{"value": "${secret}"}`), kind);
    });
  }

  it("recognizes an AWS secret access key, alone and in an assignment", () => {
    const key = ["wJalrXUtnFEMI/K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/");

    assert.equal(secretIn(key), "an AWS secret access key");
    for (const name of ["aws_secret_access_key ", "secretAccessKey: ", 'AWS_SECRET_ACCESS_KEY="']) {
      assert.equal(secretIn(`aws configure set ${name}${key}`), "an AWS secret access key");
    }
  });

  it("recognizes a line of YAML or JSON", () => {
    const line = ["POSTGRES_PASS", "WORD: hunter2"].join("");

    assert.equal(secretIn(`environment:\n  ${line}\n`), "a value for POSTGRES_PASSWORD");
    assert.equal(secretIn('{\n  "password": "hunter2",\n'), "a value for password");
  });

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
    "0123456789ABCDEF0123456789ABCDEF01234567",
    "com/example/orders/handlers/OrderHandler",
    "host=db user=app password=${PGPASSWORD}",
    "host=db password=$PGPASSWORD dbname=x",
    "host=db passfile=/run/secrets/pgpass",
    "AccountName=x;SharedAccessKeyName=RootManage",
    "https://example.com/token?grant_type=password&token_type=Bearer",
    "https://example.com/reset?password={password}",
    "password=true,token=required",
    "-Djavax.net.ssl.trustStorePassword=changeit",
    "--secret-id=orders --password-file=/run/secrets/db",
    "secret=orders-db",
    "PWD=/srv/app OLDPWD=/srv",
    "password: {{ password }}",
    "SecretToken: !Ref Token",
    "password: string",
  ]) {
    it(`finds nothing in ${text}`, () => assert.equal(secretIn(text), undefined));
  }

  it("handles any text without delay", async () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        secretIn(text);
        isReference(text);
        isSecretName(text);
      }),
    );
    const long = [
      "a".repeat(1e5),
      "a:".repeat(5e4),
      "a/".repeat(5e4),
      "a://b:".repeat(2e4),
      " a=".repeat(4e4),
      "a:\t".repeat(4e4),
      "\n- - - -".repeat(2e4),
      "a" + " ".repeat(1e5),
      "a1".repeat(5e4),
      "{".repeat(1e5),
      "<".repeat(1e5),
      "${".repeat(5e4),
      "./a".repeat(4e4),
    ];
    const tookMs = await processorMs(() => {
      for (const text of long) {
        secretIn(text);
        isReference(text);
      }
    });
    assert.ok(tookMs < 2_000, `${tookMs} ms`);
  });
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
    "/orders-db",
    "/prod/orders-db-3f76f7d",
    "/prod/OrdersDbA1B2C3D4",
    "/run/secrets/db_password",
    "~/.pgpass",
    "$DB_PASSWORD",
    "$1",
    "${STAGE}/orders",
    "%DB_PASSWORD%",
    "`cat /run/secret`",
    "{password}",
    "Ref::password",
    "$context.authorizer.token",
    "$.token",
    "********",
    "-----BEGIN PUBLIC KEY-----\nMIIB",
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
    "$ecret-p4ss",
    "$ecret",
    "/Qx9s8fjK2",
    "/a8F2x9Q2k/b7",
    "%hunter2!",
    "<hunter2",
    "{hunter2!}",
    "`hunter2",
  ]) {
    it(`is false for ${value}`, () => assert.ok(!isReference(value)));
  }
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
