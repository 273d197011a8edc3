import assert from "node:assert/strict";
import { checkCloudControl } from "../../../tests/support/cloudControlState.ts";
import { type Recorded, recordResources } from "../../../tests/support/recordResources.ts";
import { app, type IdentityOptions, oidc, secretConfig, UserDirectory } from "../index.ts";
import { ReplicaDirectory } from "./replicaDirectory.ts";

const entry = "tests/examples/handlers/preSignUp.ts";
const sender = "tests/examples/handlers/sendMail.ts";
const mailDomain = { name: "mail.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const senderEmail = "no-reply@mail.example.com";

/** Each option whose part of a pool, or of its replica, is more than the defaults. */
const options = {
  plan: "PLUS",
  signIn: "emailOrPhone",
  sms: { senderId: "Palisade" },
  mfa: { mode: "OPTIONAL", factors: ["totp", "sms", "email"] },
  passwordless: { email: true, sms: true, passkeys: { userVerification: "required" } },
  threatProtection: "enforced",
  logs: { deliveryErrors: true, events: true },
  audit: { eventBus: "audits", attempts: true },
  groups: { admins: {} },
  clients: { web: app({ pages: true, providers: ["Acme"], writes: ["email", "name"] }) },
  providers: {
    Acme: oidc({ clientId: "a", secret: secretConfig("acme"), issuer: "https://id.acme.com" }),
  },
  triggers: {
    preSignUp: { disposableAddresses: "refuse", entry },
    preTokenGeneration: {
      claimsFrom: { groups: { admins: { role: "admin" } }, table: "orders.members", claims: ["a"] },
      requiredGroups: ["admins"],
      entry,
      environment: { LEVEL: "1" },
      tables: { "orders.members": ["Query"] },
    },
    postAuthentication: { entry },
    customEmailSender: { entry: sender },
    customSmsSender: { entry: sender },
  },
} satisfies IdentityOptions;

const tablesIn = (region: string) => {
  const tableArn = `arn:aws:dynamodb:${region}:123456789012:table/members`;
  return { "orders.members": { tableName: "members", tableArn } } as never;
};

const arn = (service: string, resource: string) => `arn:aws:${service}:123456789012:${resource}`;

/** Outputs in AWS's formats, which the schemas check. */
const outputs = {
  "aws:iam/role:Role": { arn: arn("iam:", "role/users") },
  "aws:kms/key:Key": { arn: arn("kms:us-east-1", "key/mrk-1234abcd12ab34cd56ef1234567890ab") },
  "aws:lambda/function:Function": { arn: arn("lambda:us-east-1", "function:users") },
  "aws:sesv2/configurationSet:ConfigurationSet": { configurationSetName: "users-mail" },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    arn: arn("ses:us-east-1", "identity/mail.example.com"),
    dkimSigningAttributes: { tokens: ["a", "b", "c"] },
  },
};

const recordHome = () =>
  recordResources(
    () =>
      new UserDirectory("users", {
        ...{ region: "us-east-1", platformName: "Palisade", environment: "dev", senderEmail },
        ...{
          mailDomain,
          passkeyDomain: "example.com",
          replication: { replicaRegion: "us-west-2" },
        },
        ...{ ...options, tables: tablesIn("us-east-1"), identitySecrets: { acme: "s3cret" } },
        callbackUrls: { web: ["https://example.com/"] },
        recovery: ["email", "phone"],
      }),
    outputs,
  );

const recordDefaults = () =>
  recordResources(
    () =>
      new UserDirectory("users", {
        ...{ region: "us-east-1", platformName: "Palisade", replication: {} },
      }),
    outputs,
  );

const recordReplica = (given: IdentityOptions = options) =>
  recordResources(
    () =>
      new ReplicaDirectory("users", {
        ...{ region: "us-west-2", userPoolId: "us-east-1_Pool1", platformName: "Palisade" },
        ...{ options: given, environment: "dev", tables: tablesIn("us-west-2") },
        ...{ mailDomain, senderEmail },
      }),
    outputs,
  );

const state = (recorded: Recorded, name = "users") =>
  JSON.parse(String(recorded.inputs("Resource", name)["desiredState"])) as Record<string, unknown>;

const policyOf = (recorded: Recorded, name: string) =>
  String(recorded.inputs("RolePolicy", name)["policy"]);

describe("a replicated user pool with all options", function () {
  this.timeout(60_000);
  let home: Recorded;
  let replica: Recorded;

  before(async () => {
    [home, replica] = [await recordHome(), await recordReplica()];
  });

  it("has settings that CloudFormation's schemas accept, at home and in the replica", async () => {
    const { count, failures } = await checkCloudControl([home, replica, await recordDefaults()]);

    assert.equal(count, 4);
    assert.deepEqual(
      // This test makes up the pool's id.
      failures.filter(({ reason }) => !reason.endsWith('"users-id"')),
      [],
    );
  });

  it("has what the options ask for by CloudFormation's names", () => {
    const pool = state(home);

    assert.deepEqual(pool["Policies"], {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 3,
      },
      SignInPolicy: {
        AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"],
      },
    });
    assert.deepEqual(pool["EnabledMfas"], ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"]);
    assert.equal(pool["EmailAuthenticationMessage"], "Your code is {####}.");
    assert.equal(pool["EmailAuthenticationSubject"], "Your code for Palisade");
    assert.equal(pool["WebAuthnRelyingPartyID"], "example.com");
    assert.equal(pool["WebAuthnUserVerification"], "required");
    assert.deepEqual(pool["UserPoolAddOns"], {
      AdvancedSecurityMode: "ENFORCED",
      AdvancedSecurityAdditionalFlows: { CustomAuthMode: "ENFORCED" },
    });
    assert.deepEqual(pool["SmsConfiguration"], {
      SnsCallerArn: "arn:aws:iam::123456789012:role/users",
      ExternalId: "users",
      SnsRegion: "us-east-1",
    });
    assert.doesNotMatch(JSON.stringify(pool), /s3cret/);
  });

  it("lets Cognito encrypt logs with the key of each region", () => {
    for (const [kind, name, region] of [
      ["Key", "users-key", "us-east-1"],
      ["ReplicaKey", "users-key-us-west-2", "us-west-2"],
    ] as const) {
      const { Statement: statements } = JSON.parse(String(home.inputs(kind, name)["policy"])) as {
        Statement: Record<string, unknown>[];
      };
      const Condition = {
        StringLike: {
          "kms:EncryptionContext:SourceArn": `arn:aws:logs:${region}:123456789012:*`,
        },
      };

      assert.deepEqual(
        statements.slice(3).map(({ Principal, Action, ...rest }) => [Principal, Action, rest]),
        [
          [
            { Service: "cognito-idp.amazonaws.com" },
            ["kms:GenerateDataKey", "kms:Encrypt"],
            { Sid: "LogsEncryptedByCognito", Effect: "Allow", Resource: "*", Condition },
          ],
          [
            { Service: "delivery.logs.amazonaws.com" },
            ["kms:GenerateDataKey", "kms:Decrypt"],
            { Sid: "LogsDelivered", Effect: "Allow", Resource: "*", Condition },
          ],
        ],
      );
    }
  });

  it("has triggers with the team's code in the replica's region, with the grants of that region", () => {
    assert.deepEqual(replica.names("Function").sort(), [
      "users-createAuthChallenge",
      "users-customEmailSender",
      "users-customMessage",
      "users-customSmsSender",
      "users-defineAuthChallenge",
      "users-postAuthentication",
      "users-preAuthentication",
      "users-preTokenGeneration",
      "users-verifyAuthChallenge",
    ]);
    const { variables } = replica.inputs("Function", "users-preTokenGeneration")["environment"] as {
      variables: Record<string, string>;
    };
    assert.equal(variables["LEVEL"], "1");
    assert.equal(variables["REQUIRED_GROUPS"], "admins");
    assert.equal(variables["ORDERS_MEMBERS_TABLE"], "members");
    assert.match(
      policyOf(replica, "users-preTokenGeneration"),
      /dynamodb:GetItem.*dynamodb:Query.*dynamodb:us-west-2:123456789012:table\/members/,
    );
    assert.match(
      policyOf(replica, "users-postAuthentication"),
      /events:PutEvents.*arn:aws:events:us-west-2:123456789012:event-bus\/audits/,
    );
  });

  it("has a key for the codes of custom senders in each region", () => {
    for (const recorded of [home, replica]) {
      const { LambdaConfig: lambda } = state(recorded) as { LambdaConfig: Record<string, object> };
      assert.deepEqual(Object.keys(lambda).slice(-3), [
        "CustomEmailSender",
        "KMSKeyID",
        "CustomSMSSender",
      ]);
      assert.ok(recorded.names("Key").includes("users-senders"));
    }
    assert.match(
      String(replica.inputs("Key", "users-senders")["policy"]),
      /arn:aws:cognito-idp:\*:123456789012:userpool\/\*/,
    );
  });

  it("has a role, an identity in SES and logs of its own in the replica's region", () => {
    const attachment = state(replica);

    assert.deepEqual(attachment["SmsConfiguration"], {
      SnsCallerArn: "arn:aws:iam::123456789012:role/users",
      ExternalId: "users",
      SnsRegion: "us-west-2",
    });
    assert.match(
      String(replica.inputs("Role", "users-sms")["assumeRolePolicy"]),
      /arn:aws:cognito-idp:us-west-2:123456789012:userpool\/\*/,
    );
    assert.deepEqual(replica.names("SmsPreferences"), ["users-sms"]);
    assert.deepEqual(attachment["EmailConfiguration"], {
      EmailSendingAccount: "DEVELOPER",
      SourceArn: "arn:aws:ses:us-east-1:123456789012:identity/mail.example.com",
      From: senderEmail,
    });
    assert.deepEqual(
      new Set(replica.names("Record").map((name) => replica.inputs("Record", name)["name"])),
      new Set([
        ...["a", "b", "c"].map((token) => `${token}._domainkey.mail.example.com`),
        "bounce-us-west-2.mail.example.com",
      ]),
    );
    assert.deepEqual(
      replica.inputs("LogDeliveryConfiguration", "users")["userPoolId"],
      "us-east-1_Pool1",
    );
    // Cognito copies these from the home region.
    for (const kind of ["RiskConfiguration", "IdentityProvider", "UserPoolClient", "UserGroup"]) {
      assert.equal(replica.counts[kind], undefined, kind);
      assert.ok(home.counts[kind], kind);
    }
  });

  it("mails no sign-in codes in the replica's region where a second factor is required", async () => {
    const required = await recordReplica({
      sms: {},
      mfa: { mode: "ON", factors: ["totp", "sms"] },
    });

    assert.deepEqual(required.names("Function").sort(), [
      "users-customMessage",
      "users-preTokenGeneration",
    ]);
    assert.equal(required.counts["Table"], undefined);
  });
});
