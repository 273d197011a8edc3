import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "./index.ts";

const args: UserDirectoryArgs = { region: "us-east-1", platformName: "Test" };

const record = (more: Partial<UserDirectoryArgs> = {}) =>
  recordResources(() => new UserDirectory("users", { ...args, ...more }), {
    "aws:cognito/resourceServer:ResourceServer": { scopeIdentifiers: ["orders/read"] },
  });

const everything: Partial<UserDirectoryArgs> = {
  senderEmail: "no-reply@example.com",
  machineScopes: { identifier: "orders", scopes: { read: "Read orders" } },
  allowedEmailDomains: ["example.com"],
  firewall: {},
};

describe("UserDirectory", () => {
  it("creates these resources and no others", async () => {
    const recorded = await record(everything);

    assert.deepEqual(recorded.counts, {
      UserPool: 1,
      UserPoolClient: 2,
      ResourceServer: 1,
      UserPoolDomain: 1,
      Function: 7,
      Role: 7,
      RolePolicy: 7,
      LogGroup: 8,
      Permission: 7,
      Table: 2,
      WebAcl: 1,
      WebAclAssociation: 1,
      WebAclLoggingConfiguration: 1,
    });
  });

  it("leaves out custom mails, sign-in by mailed code and machines by default", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.names("Function").sort(), [
      "users-postConfirmation",
      "users-preSignUp",
      "users-preTokenGeneration",
    ]);
    assert.deepEqual(recorded.names("UserPoolClient"), ["users-public"]);
    assert.deepEqual([recorded.counts["Table"], recorded.counts["WebAcl"]], [undefined, undefined]);
  });

  it("gives each trigger the permissions that it needs on its table, and the others none", async () => {
    const recorded = await record(everything);

    const rights = recorded.names("RolePolicy").flatMap((name) => {
      const policy = JSON.parse(String(recorded.inputs("RolePolicy", name)["policy"])) as {
        Statement: { Action: string[]; Resource: string[] }[];
      };
      return policy.Statement.filter(({ Action }) => /dynamodb/.test(Action.join())).map(
        ({ Action, Resource }) => [name, Action, Resource],
      );
    });
    const table = (name: string) => [`arn:aws:test:::aws:dynamodb/table:Table/users-${name}`];
    const both = ["dynamodb:GetItem", "dynamodb:PutItem"];
    assert.deepEqual(rights.sort(), [
      ["users-createAuthChallenge", both, table("codes")],
      ["users-preSignUp", ["dynamodb:PutItem"], table("invited")],
      ["users-preTokenGeneration", ["dynamodb:GetItem"], table("invited")],
      ["users-verifyAuthChallenge", both, table("codes")],
    ]);
  });

  it("protects the table of invited addresses like the pool, and lets the counts expire", async () => {
    const kept = await record(everything);
    const free = await record({ ...everything, deletionProtection: false });

    assert.equal(kept.inputs("Table", "users-invited")["deletionProtectionEnabled"], true);
    assert.equal(free.inputs("Table", "users-invited")["deletionProtectionEnabled"], false);
    assert.deepEqual(kept.inputs("Table", "users-codes")["ttl"], {
      attributeName: "expiresAt",
      enabled: true,
    });
  });

  it("has a firewall in front of the pool that counts addresses and ignores bodies", async () => {
    const recorded = await record({
      firewall: { requestsPerAddress: 100, rules: { ipReputation: "count" } },
    });

    assert.deepEqual(recorded.inputs("WebAclAssociation", "users-firewall"), {
      resourceArn: "arn:aws:test:::aws:cognito/userPool:UserPool/users",
      webAclArn: "arn:aws:test:::aws:wafv2/webAcl:WebAcl/users-firewall",
    });
    const rules = recorded.inputs("WebAcl", "users-firewall")["rules"] as {
      name: string;
      statement: unknown;
    }[];
    assert.deepEqual(
      rules.map(({ name }) => name),
      ["rate", "ipReputation", "knownBadInputs"],
    );
    assert.deepEqual(rules[0]!.statement, {
      rateBasedStatement: { aggregateKeyType: "IP", limit: 100, evaluationWindowSec: 300 },
    });
  });

  it("lets only the pool call each trigger", async () => {
    const recorded = await record(everything);

    for (const name of recorded.names("Function")) {
      const permission = recorded.inputs("Permission", name);
      assert.equal(permission["principal"], "cognito-idp.amazonaws.com");
      assert.equal(permission["sourceArn"], "arn:aws:test:::aws:cognito/userPool:UserPool/users");
    }
  });

  it("names each trigger to the pool", async () => {
    const recorded = await record(everything);

    const arn = (name: string) => `arn:aws:test:::aws:lambda/function:Function/users-${name}`;
    assert.deepEqual(recorded.inputs("UserPool", "users")["lambdaConfig"], {
      preSignUp: arn("preSignUp"),
      customMessage: arn("customMessage"),
      postConfirmation: arn("postConfirmation"),
      defineAuthChallenge: arn("defineAuthChallenge"),
      createAuthChallenge: arn("createAuthChallenge"),
      verifyAuthChallengeResponse: arn("verifyAuthChallenge"),
      preTokenGenerationConfig: { lambdaArn: arn("preTokenGeneration"), lambdaVersion: "V2_0" },
    });
  });

  it("lets one trigger send mail, from the sender's address", async () => {
    const recorded = await record(everything);

    const senders = recorded
      .names("RolePolicy")
      .filter((name) => /ses:/.test(String(recorded.inputs("RolePolicy", name)["policy"])));
    assert.deepEqual(senders, ["users-createAuthChallenge"]);
    assert.match(
      String(recorded.inputs("RolePolicy", "users-createAuthChallenge")["policy"]),
      /"arn:aws:ses:us-east-1:123456789012:identity\/no-reply@example.com"/,
    );
  });

  it("sends mail by a custom identity, of the address or of its domain", async () => {
    const recorded = await record({ ...everything, senderIdentity: "example.com" });

    assert.deepEqual(recorded.inputs("UserPool", "users")["emailConfiguration"], {
      emailSendingAccount: "DEVELOPER",
      sourceArn: "arn:aws:ses:us-east-1:123456789012:identity/example.com",
      fromEmailAddress: "no-reply@example.com",
    });
  });

  it("gives the public client no secret and no plain passwords", async () => {
    const recorded = await record(everything);

    const client = recorded.inputs("UserPoolClient", "users-public");
    assert.equal(client["generateSecret"], false);
    assert.deepEqual(client["explicitAuthFlows"], ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]);
    assert.equal(client["preventUserExistenceErrors"], "ENABLED");
  });

  it("keeps users from choosing their own tenant", async () => {
    const recorded = await record();

    const client = recorded.inputs("UserPoolClient", "users-public");
    assert.deepEqual(client["writeAttributes"], ["email", "name"]);
  });

  it("accepts plain passwords only with allowPasswordAuth", async () => {
    const recorded = await record({ allowPasswordAuth: true, deletionProtection: false });

    const flows = recorded.inputs("UserPoolClient", "users-public")["explicitAuthFlows"];
    assert.deepEqual(flows, ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"]);
  });

  it("replaces refresh tokens with each use, which excludes the plain refresh flow", async () => {
    const rotating = await record();
    const lasting = await record({ refreshTokenRotation: false });

    const client = (recorded: typeof rotating) => recorded.inputs("UserPoolClient", "users-public");
    assert.deepEqual(client(rotating)["refreshTokenRotation"], {
      feature: "ENABLED",
      retryGracePeriodSeconds: 10,
    });
    assert.deepEqual(client(lasting)["explicitAuthFlows"], [
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ]);
  });

  it("gives machines a secret, their scopes and nothing else", async () => {
    const recorded = await record(everything);

    const client = recorded.inputs("UserPoolClient", "users-machine");
    assert.equal(client["generateSecret"], true);
    assert.deepEqual(client["allowedOauthFlows"], ["client_credentials"]);
    assert.deepEqual(client["allowedOauthScopes"], ["orders/read"]);
  });

  it("is protected from deletion by default", async () => {
    const kept = await record();
    const free = await record({ deletionProtection: false });

    assert.equal(kept.inputs("UserPool", "users")["deletionProtection"], "ACTIVE");
    assert.equal(free.inputs("UserPool", "users")["deletionProtection"], "INACTIVE");
  });

  for (const [wrong, message] of [
    [
      { passwordMinimumLength: 5 },
      /passwordMinimumLength is 5; allowed: a whole number from 8 to 99/,
    ],
    [{ accessTokenMinutes: 4 }, /accessTokenMinutes is 4; allowed: a whole number from 5 to 1,440/],
    [{ idTokenMinutes: 1_441 }, /idTokenMinutes is 1441/],
    [{ refreshTokenDays: 0 }, /refreshTokenDays is 0; allowed: a whole number from 1 to 3,650/],
    [{ senderEmail: "a@example.com", totpMfa: "ON" }, /totpMfa is "ON"; allowed: OFF or OPTIONAL/],
    [{ allowPasswordAuth: true }, /allowPasswordAuth is true; allowed: false for a directory/],
    [{ senderEmail: "nobody" }, /senderEmail is "nobody"/],
    [{ allowedEmailDomains: ["@example.com"] }, /allowedEmailDomains\[0\] is "@example.com"/],
    [{ allowedEmailDomains: ["example.com."] }, /allowedEmailDomains\[0\] is "example.com."/],
    [
      { firewall: { rules: { common: "block" } } },
      /unknown option "firewall.rules.common". Use one of: rate, /,
    ],
    [
      { firewall: { ratePerAddress: 1 } },
      /unknown option "firewall.ratePerAddress". Did you mean "requests/,
    ],
    [{ firewall: { requestsPerAddress: 9 } }, /firewall.requestsPerAddress is 9; allowed: a whole/],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record(wrong as Partial<UserDirectoryArgs>), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }
});
