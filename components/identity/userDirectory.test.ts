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
};

describe("UserDirectory", () => {
  it("makes these resources and no other", async () => {
    const recorded = await record(everything);

    assert.deepEqual(recorded.counts, {
      UserPool: 1,
      UserPoolClient: 2,
      ResourceServer: 1,
      UserPoolDomain: 1,
      Function: 7,
      Role: 7,
      RolePolicy: 7,
      LogGroup: 7,
      Permission: 7,
    });
  });

  it("leaves out own mails, sign-in by mailed code and machines unless asked for", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.names("Function").sort(), [
      "users-postConfirmation",
      "users-preSignUp",
      "users-preTokenGeneration",
    ]);
    assert.deepEqual(recorded.names("UserPoolClient"), ["users-public"]);
  });

  it("lets the pool, and no other, call each trigger", async () => {
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

  it("lets one trigger send mail, from its own address", async () => {
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

  it("sends mail by an identity of one's own, the address's or its domain's", async () => {
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

  it("keeps users from choosing their tenant themselves", async () => {
    const recorded = await record();

    const client = recorded.inputs("UserPoolClient", "users-public");
    assert.deepEqual(client["writeAttributes"], ["email", "name"]);
  });

  it("takes plain passwords only if told so", async () => {
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

  it("is kept from deletion unless told otherwise", async () => {
    const kept = await record();
    const free = await record({ deletionProtection: false });

    assert.equal(kept.inputs("UserPool", "users")["deletionProtection"], "ACTIVE");
    assert.equal(free.inputs("UserPool", "users")["deletionProtection"], "INACTIVE");
  });

  for (const [wrong, message] of [
    [{ passwordMinimumLength: 5 }, /passwordMinimumLength is 5; allowed: 8 to 99/],
    [{ accessTokenMinutes: 4 }, /accessTokenMinutes is 4; allowed: 5 to 1440/],
    [{ idTokenMinutes: 1_441 }, /idTokenMinutes is 1441/],
    [{ refreshTokenDays: 0 }, /refreshTokenDays is 0; allowed: 1 to 3650/],
    [{ senderEmail: "a@example.com", totpMfa: "ON" }, /totpMfa is "ON"; allowed: OFF or OPTIONAL/],
    [{ allowPasswordAuth: true }, /allowPasswordAuth is true; allowed: false for a directory/],
    [{ senderEmail: "nobody" }, /senderEmail is "nobody"/],
    [{ allowedEmailDomains: ["@example.com"] }, /allowedEmailDomains is \["@example.com"\]/],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record(wrong as Partial<UserDirectoryArgs>), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }
});
