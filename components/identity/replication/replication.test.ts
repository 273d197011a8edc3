import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory } from "../index.ts";
import type { UserDirectoryArgs } from "../index.ts";
import { issuersOf } from "./issuers.ts";
import { ReplicaDirectory } from "./replicaDirectory.ts";

type ReplicaDirectoryArgs = ConstructorParameters<typeof ReplicaDirectory>[1];

const record = (replication: object | undefined, more: Partial<UserDirectoryArgs> = {}) =>
  recordResources(
    () =>
      new UserDirectory("users", {
        region: "us-east-1",
        platformName: "Palisade",
        ...(replication && { replication }),
        ...more,
      }),
  );

const recordReplica = (more: Partial<ReplicaDirectoryArgs> = {}) =>
  recordResources(
    () =>
      new ReplicaDirectory("users", {
        region: "us-west-2",
        userPoolId: "us-east-1_Pool1",
        platformName: "Palisade",
        ...more,
      }),
  );

const state = (inputs: Readonly<Record<string, unknown>>) =>
  JSON.parse(String(inputs["desiredState"])) as Record<string, unknown>;

describe("a replicated user pool", () => {
  it("is made as a whole by Cloud Control, with the settings of any pool", async () => {
    const recorded = await record({}, { senderEmail: "no-reply@example.com" });

    const plain = await record(undefined, { senderEmail: "no-reply@example.com" });
    const { counts } = recorded;
    assert.deepEqual(
      { ...counts, UserPool: 1, Resource: undefined, Key: undefined },
      { ...plain.counts, Resource: undefined, Key: undefined },
    );
    assert.deepEqual([counts["UserPool"], counts["Resource"], counts["Key"]], [undefined, 1, 1]);
    const pool = recorded.inputs("Resource", "users");
    assert.equal(pool["typeName"], "AWS::Cognito::UserPool");
    const arn = (name: string) => `arn:aws:test:::aws:lambda/function:Function/users-${name}`;
    assert.deepEqual(state(pool), {
      UserPoolTier: "ESSENTIALS",
      UserPoolName: "users",
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ["email"],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] },
      Schema: [
        {
          Name: "tenant",
          AttributeDataType: "String",
          DeveloperOnlyAttribute: false,
          Mutable: true,
          Required: false,
          StringAttributeConstraints: { MinLength: "1", MaxLength: "64" },
        },
      ],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 3,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
      },
      MfaConfiguration: "OPTIONAL",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      EmailConfiguration: {
        EmailSendingAccount: "DEVELOPER",
        SourceArn: "arn:aws:ses:us-east-1:123456789012:identity/no-reply@example.com",
        From: "no-reply@example.com",
      },
      LambdaConfig: {
        PreSignUp: arn("preSignUp"),
        CustomMessage: arn("customMessage"),
        PostConfirmation: arn("postConfirmation"),
        DefineAuthChallenge: arn("defineAuthChallenge"),
        CreateAuthChallenge: arn("createAuthChallenge"),
        VerifyAuthChallengeResponse: arn("verifyAuthChallenge"),
        PreTokenGenerationConfig: { LambdaArn: arn("preTokenGeneration"), LambdaVersion: "V2_0" },
      },
      DeletionProtection: "ACTIVE",
      KeyConfiguration: {
        KeyType: "CUSTOMER_MANAGED_KEY",
        KmsKeyArn: "arn:aws:test:::aws:kms/key:Key/users-key",
      },
      IssuerConfiguration: { Type: "UPDATED" },
    });
    assert.doesNotMatch(String(pool["desiredState"]), /secret/i);
  });

  it("has its key and its replica in the other region, made by the pool's stack", async () => {
    const recorded = await record({ replicaRegion: "us-west-2", issuer: "ORIGINAL", plan: "PLUS" });

    const { policy, ...key } = recorded.inputs("Key", "users-key");
    assert.deepEqual(key, {
      description: "Encrypts the users of a replicated user pool",
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    const replicaKey = recorded.inputs("ReplicaKey", "users-key-us-west-2");
    assert.equal(replicaKey["region"], "us-west-2");
    assert.equal(replicaKey["policy"], policy);
    const replica = recorded.inputs("Resource", "users-replica-us-west-2");
    assert.equal(replica["typeName"], "AWS::Cognito::UserPoolReplica");
    assert.deepEqual(state(replica), { UserPoolId: "users-id", RegionName: "us-west-2" });
    const pool = state(recorded.inputs("Resource", "users"));
    assert.deepEqual(pool["IssuerConfiguration"], { Type: "ORIGINAL" });
    assert.equal(pool["UserPoolTier"], "PLUS");
  });

  it("lets only Cognito use the key, for pools of the home region", async () => {
    const recorded = await record({});

    const { Statement: statements } = JSON.parse(
      String(recorded.inputs("Key", "users-key")["policy"]),
    ) as { Statement: { Sid: string; Action: unknown; Condition?: object }[] };
    const pools = "arn:aws:cognito-idp:*:123456789012:userpool/us-east-1_*";
    assert.deepEqual(
      statements.map(({ Sid, Action, Condition }) => [Sid, Action, Condition]),
      [
        ["AdministeredByTheAccount", "kms:*", undefined],
        [
          "UsedByCognito",
          ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKeyWithoutPlainText"],
          {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": pools },
            StringLike: { "kms:EncryptionContext:aws:cognito-idp:userpool-arn": pools },
          },
        ],
        [
          "DescribedByCognito",
          "kms:DescribeKey",
          { StringEquals: { "aws:SourceAccount": "123456789012" } },
        ],
      ],
    );
  });

  it("has a replica of its invitations, which the other region's triggers read", async () => {
    const recorded = await record(
      { replicaRegion: "us-west-2" },
      { allowedEmailDomains: ["example.com"] },
    );

    assert.deepEqual(recorded.inputs("Table", "users-invited")["replicas"], [
      { regionName: "us-west-2", pointInTimeRecovery: true, deletionProtectionEnabled: true },
    ]);
  });

  for (const [replication, more, message] of [
    [
      { replicaRegion: "af-south-1" },
      {},
      /replication\.replicaRegion is "af-south-1"; allowed: a region in which Cognito replicates/,
    ],
    [
      { replicaRegion: "us-east-1" },
      {},
      /replication\.replicaRegion is "us-east-1"; allowed: another region than the pool's/,
    ],
    [{ replicaRegion: ["us-west-2", "eu-west-1"] }, {}, /allowed: a region in which Cognito/],
    [{}, { region: "af-south-1" }, /region is "af-south-1"; allowed: a region in which Cognito/],
    [{ plan: "LITE" }, {}, /replication\.plan is "LITE"; allowed: "ESSENTIALS", "PLUS"/],
    [{ issuer: "NEW" }, {}, /replication\.issuer is "NEW"; allowed: "UPDATED", "ORIGINAL"/],
    [{}, { totpMfa: "ON" }, /totpMfa is "ON"; allowed: OFF or OPTIONAL for a replicated pool/],
  ] as const) {
    it(`refuses ${JSON.stringify({ replication, ...more })}`, async () => {
      await assert.rejects(record(replication, more), { name: "ComponentArgumentError", message });
    });
  }
});

describe("the replica of a user pool", () => {
  const arn = (name: string) => `arn:aws:test:::aws:lambda/function:Function/users-${name}`;

  it("has the triggers of sign-in, which only it may call, and is active", async () => {
    const recorded = await recordReplica({
      senderEmail: "no-reply@example.com",
      allowedEmailDomains: ["example.com"],
      invitationsTable: "users-invited-1",
    });

    assert.deepEqual(recorded.names("Function").sort(), [
      "users-createAuthChallenge",
      "users-customMessage",
      "users-defineAuthChallenge",
      "users-preTokenGeneration",
      "users-verifyAuthChallenge",
    ]);
    for (const name of recorded.names("Function")) {
      assert.equal(
        recorded.inputs("Permission", name)["sourceArn"],
        "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-east-1_Pool1",
      );
    }
    const attachment = recorded.inputs("Resource", "users");
    assert.equal(attachment["typeName"], "AWS::Cognito::UserPoolRegionalConfigurationAttachment");
    assert.deepEqual(state(attachment), {
      UserPoolId: "us-east-1_Pool1",
      Status: "ACTIVE",
      LambdaConfig: {
        CustomMessage: arn("customMessage"),
        DefineAuthChallenge: arn("defineAuthChallenge"),
        CreateAuthChallenge: arn("createAuthChallenge"),
        VerifyAuthChallengeResponse: arn("verifyAuthChallenge"),
        PreTokenGenerationConfig: { LambdaArn: arn("preTokenGeneration"), LambdaVersion: "V2_0" },
      },
      EmailConfiguration: {
        EmailSendingAccount: "DEVELOPER",
        SourceArn: "arn:aws:ses:us-west-2:123456789012:identity/no-reply@example.com",
        From: "no-reply@example.com",
      },
    });
    assert.match(
      String(recorded.inputs("RolePolicy", "users-preTokenGeneration")["policy"]),
      /dynamodb:GetItem.*arn:aws:dynamodb:us-west-2:123456789012:table\/users-invited-1/,
    );
  });

  it("can be made inactive, and has a firewall of its own", async () => {
    const recorded = await recordReplica({ status: "INACTIVE", firewall: {} });

    assert.equal(state(recorded.inputs("Resource", "users"))["Status"], "INACTIVE");
    assert.equal(
      recorded.inputs("WebAclAssociation", "users-firewall")["resourceArn"],
      "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-east-1_Pool1",
    );
    assert.equal(recorded.counts["Function"], 1);
  });
});

describe("issuers", () => {
  for (const [issuer, ...expected] of [
    ["UPDATED", "issuer-cognito-idp", "cognito-idp"],
    ["ORIGINAL", "cognito-idp", "issuer-cognito-idp"],
  ] as const) {
    it(`begin with the ${issuer} one`, async () => {
      const [current, other] = issuersOf("us-east-1_Pool1", { issuer });

      const url = (host: string) => `https://${host}.us-east-1.amazonaws.com/us-east-1_Pool1`;
      const values = await Promise.all(
        [current, other].map((each) => new Promise((resolve) => each.apply(resolve))),
      );
      assert.deepEqual(values, expected.map(url));
    });
  }
});
