import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { secret } from "../../service/index.ts";
import { migration, UserDirectory, type UserDirectoryArgs } from "../index.ts";

const entry = "tests/examples/handlers/preSignUp.ts";
const args: UserDirectoryArgs = { region: "us-east-1", platformName: "Test" };

const legacy = migration({ until: "2999-12-31" });

describe("the triggers of a user directory", () => {
  const members = {
    tableName: pulumi.output("members-1"),
    tableArn: pulumi.output("arn:aws:dynamodb:us-east-1:123456789012:table/members-1"),
  };

  const record = async (more: Partial<UserDirectoryArgs>) => {
    const recorded = await recordResources(
      () =>
        new UserDirectory("users", {
          ...{ ...args, environment: "dev", tables: { "orders.members": members } },
          ...("userMigration" in (more.triggers ?? {}) && { clients: { legacy } }),
          ...more,
        }),
    );
    const variables = (trigger: string) =>
      (recorded.inputs("Function", `users-${trigger}`)["environment"] as { variables: object })
        ?.variables;
    /** Actions beyond the function's log, with their resources. */
    const rights = (policy: string) =>
      (
        JSON.parse(String(recorded.inputs("RolePolicy", `users-${policy}`)["policy"])) as {
          Statement: { Action: string[]; Resource: string[] }[];
        }
      ).Statement.filter(({ Action }) => !Action.join().startsWith("logs:")).map(
        ({ Action, Resource }) => [Action.join(), Resource.join()],
      );
    const { lambdaConfig } = recorded.inputs("UserPool", "users") as { lambdaConfig: object };
    return { recorded, variables, rights, lambdaConfig: lambdaConfig as Record<string, unknown> };
  };
  const ofPool = "arn:aws:test:::aws:cognito/userPool:UserPool/users";

  it("refuse disposable addresses", async () => {
    const { variables, rights } = await record({
      triggers: {
        preSignUp: { disposableAddresses: "refuse", disposableDomains: ["gone.com", "soon.com"] },
      },
    });

    assert.deepEqual(variables("preSignUp"), {
      ALLOWED_EMAIL_DOMAINS: "",
      DISPOSABLE_ADDRESSES: "refuse",
      DISPOSABLE_DOMAINS: "gone.com,soon.com",
      LASTING_DOMAINS: "",
    });
    assert.deepEqual(rights("preSignUp"), []);
  });

  it("report users to an event bus", async () => {
    const bus = "arn:aws:events:us-east-1:123456789012:event-bus/audits";
    const { recorded, variables, rights, lambdaConfig } = await record({
      audit: { eventBus: "audits" },
    });

    for (const trigger of ["postConfirmation", "postAuthentication"]) {
      assert.deepEqual(variables(trigger), { AUDIT_EVENT_BUS: "audits" });
      assert.deepEqual(rights(trigger), [["events:PutEvents", bus]]);
      assert.match(String(lambdaConfig[trigger]), new RegExp(`users-${trigger}$`));
    }
    assert.ok(!recorded.names("Function").includes("users-preAuthentication"));
    const withAttempts = await record({ audit: { attempts: true } });
    assert.deepEqual(withAttempts.variables("preAuthentication"), { AUDIT_EVENT_BUS: "default" });
  });

  it("add users to groups by domain", async () => {
    const { variables, rights } = await record({
      triggers: { postConfirmation: { groups: { "Acme.com": "acme" } } },
    });

    assert.deepEqual(variables("postConfirmation"), { GROUPS_BY_DOMAIN: '{"acme.com":"acme"}' });
    assert.deepEqual(rights("postConfirmation-pool"), [
      ["cognito-idp:AdminAddUserToGroup", ofPool],
    ]);
  });

  it("take claims from groups and a table", async () => {
    const { variables, rights, lambdaConfig } = await record({
      triggers: {
        preTokenGeneration: {
          requiredGroups: ["staff"],
          claimsFrom: {
            groups: { admins: { role: "admin" } },
            table: "orders.members",
            claims: ["plan"],
          },
        },
      },
    });

    assert.deepEqual(variables("preTokenGeneration"), {
      REQUIRED_GROUPS: "staff",
      CLAIMS_BY_GROUP: '{"admins":{"role":"admin"}}',
      CLAIMS_TABLE: '{"table":"members-1","key":"sub","claims":["plan"]}',
    });
    assert.deepEqual(rights("preTokenGeneration"), [
      ["dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/members-1"],
    ]);
    const { lambdaVersion } = lambdaConfig["preTokenGenerationConfig"] as Record<string, unknown>;
    assert.equal(lambdaVersion, "V2_0");
  });

  it("see tokens of machines only if asked for", async () => {
    const { lambdaConfig } = await record({
      triggers: { preTokenGeneration: { machines: true, entry } },
    });

    const { lambdaVersion } = lambdaConfig["preTokenGenerationConfig"] as Record<string, unknown>;
    assert.equal(lambdaVersion, "V3_0");
  });

  it("bring users from another pool", async () => {
    const { recorded, variables, rights } = await record({
      triggers: { userMigration: { pool: { userPoolId: "eu-west-1_Old1", clientId: "c1" } } },
    });

    const flows = (client: string) =>
      recorded.inputs("UserPoolClient", `users-${client}`)["explicitAuthFlows"];
    assert.deepEqual(flows("legacy"), ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"]);
    assert.deepEqual(flows("public"), ["ALLOW_USER_SRP_AUTH"]);
    assert.deepEqual(variables("userMigration"), {
      MIGRATED_ATTRIBUTES: "email,email_verified,name",
      OTHER_POOL_ID: "eu-west-1_Old1",
      OTHER_POOL_CLIENT_ID: "c1",
      OTHER_POOL_REGION: "eu-west-1",
    });
    assert.deepEqual(rights("userMigration"), [
      [
        "cognito-idp:AdminInitiateAuth,cognito-idp:AdminGetUser",
        "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Old1",
      ],
    ]);
  });

  it("bring users from a directory, whose token is in no variable", async () => {
    const { variables, rights } = await record({
      triggers: {
        userMigration: {
          directory: { url: "https://users.example.com/", token: secret("{environment}/users") },
        },
      },
    });

    const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:dev/users-AbCdEf";
    assert.deepEqual(variables("userMigration"), {
      MIGRATED_ATTRIBUTES: "email,email_verified,name",
      DIRECTORY_URL: "https://users.example.com/",
      DIRECTORY_TOKEN_SECRET: arn,
    });
    assert.deepEqual(rights("userMigration"), [["secretsmanager:GetSecretValue", arn]]);
  });

  it("have own code with variables and tables of its own", async () => {
    const { variables, rights, recorded } = await record({
      triggers: {
        preAuthentication: {
          entry,
          environment: { LEVEL: "1" },
          tables: { "orders.members": ["GetItem", "UpdateItem"] },
        },
      },
    });

    assert.deepEqual(variables("preAuthentication"), {
      LEVEL: "1",
      ORDERS_MEMBERS_TABLE: "members-1",
    });
    assert.deepEqual(rights("preAuthentication"), [
      [
        "dynamodb:GetItem,dynamodb:UpdateItem",
        "arn:aws:dynamodb:us-east-1:123456789012:table/members-1",
      ],
    ]);
    assert.equal(recorded.counts["Permission"], 4);
  });

  it("send mails and text messages by own code, with one key for the codes of both", async () => {
    const sender = { entry, secrets: { MAIL_KEY: secret("{environment}/mail") } };
    const { recorded, variables, rights, lambdaConfig } = await record({
      sms: {},
      mfa: { factors: ["totp", "sms"] },
      triggers: { customEmailSender: sender, customSmsSender: { entry } },
    });

    const keyArn = "arn:aws:test:::aws:kms/key:Key/users-senders";
    const mailKey = "arn:aws:secretsmanager:us-east-1:123456789012:secret:dev/mail-AbCdEf";
    assert.deepEqual(variables("customEmailSender"), {
      PLATFORM_NAME: "Test",
      SENDER_KEY_ARN: keyArn,
      MAIL_KEY_SECRET: mailKey,
    });
    assert.deepEqual(rights("customEmailSender"), [
      ["kms:Decrypt", keyArn],
      ["secretsmanager:GetSecretValue", mailKey],
    ]);
    assert.deepEqual(rights("customSmsSender"), [["kms:Decrypt", keyArn]]);
    const ofFunction = (name: string) =>
      `arn:aws:test:::aws:lambda/function:Function/users-${name}`;
    const lambdaVersion = "V1_0";
    assert.deepEqual(
      [
        lambdaConfig["customEmailSender"],
        lambdaConfig["customSmsSender"],
        lambdaConfig["kmsKeyId"],
      ],
      [
        { lambdaArn: ofFunction("customEmailSender"), lambdaVersion },
        { lambdaArn: ofFunction("customSmsSender"), lambdaVersion },
        keyArn,
      ],
    );
    assert.equal(recorded.inputs("Permission", "users-customSmsSender")["sourceArn"], ofPool);
    const { policy, ...key } = recorded.inputs("Key", "users-senders");
    assert.deepEqual(key, {
      description: "Encrypts codes on their way from Cognito to custom senders",
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    assert.equal(recorded.inputs("Alias", "users-senders")["name"], "alias/users-senders");
    assert.deepEqual((JSON.parse(String(policy)) as { Statement: unknown[] }).Statement.slice(1), [
      {
        Sid: "EncryptsForCognito",
        Effect: "Allow",
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Action: ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/*" },
        },
      },
    ]);
  });
});
