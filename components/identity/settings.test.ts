import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { app, UserDirectory, type UserDirectoryArgs } from "./index.ts";

const record = (more: Partial<UserDirectoryArgs> = {}) =>
  recordResources(
    () => new UserDirectory("users", { region: "us-east-1", platformName: "Test", ...more }),
  );

const poolWith = async (more: Partial<UserDirectoryArgs>) =>
  (await record(more)).inputs("UserPool", "users");

describe("the settings of a user pool", () => {
  it("have a password policy", async () => {
    const pool = await poolWith({
      plan: "PLUS",
      threatProtection: "audit",
      password: { minimumLength: 16, classes: ["numbers"], history: 5, temporaryDays: 1 },
    });

    assert.deepEqual(pool["passwordPolicy"], {
      minimumLength: 16,
      requireLowercase: false,
      requireUppercase: false,
      requireNumbers: true,
      requireSymbols: false,
      temporaryPasswordValidityDays: 1,
      passwordHistorySize: 5,
    });
  });

  it("have email as a second factor, which can reset passwords by phone only first", async () => {
    const pool = await poolWith({
      senderEmail: "no-reply@example.com",
      mfa: { mode: "OPTIONAL", factors: ["totp", "email"] },
      recovery: ["phone", "email"],
    });

    assert.equal(pool["mfaConfiguration"], "OPTIONAL");
    assert.deepEqual(pool["softwareTokenMfaConfiguration"], { enabled: true });
    assert.deepEqual(pool["emailMfaConfiguration"], {
      subject: "Your code for Test",
      message: "Your code is {####}.",
    });
    assert.deepEqual(pool["accountRecoverySetting"], {
      recoveryMechanisms: [
        { name: "verified_phone_number", priority: 1 },
        { name: "verified_email", priority: 2 },
      ],
    });
  });

  it("have no way around a required second factor by a mailed code", async () => {
    const recorded = await record({ senderEmail: "no-reply@example.com", mfa: { mode: "ON" } });

    assert.deepEqual(recorded.names("Function").sort(), [
      "users-customMessage",
      "users-postConfirmation",
      "users-preSignUp",
      "users-preTokenGeneration",
    ]);
    const client = recorded.inputs("UserPoolClient", "users-public");
    assert.deepEqual(client["explicitAuthFlows"], ["ALLOW_USER_SRP_AUTH"]);
  });

  it("leave resets to administrators", async () => {
    const pool = await poolWith({ recovery: "admin" });

    assert.deepEqual(pool["accountRecoverySetting"], {
      recoveryMechanisms: [{ name: "admin_only", priority: 1 }],
    });
  });

  it("let users choose a name, and sign in with their address too", async () => {
    const pool = await poolWith({ signIn: { username: { aliases: ["email"] } } });

    assert.equal(pool["usernameAttributes"], undefined);
    assert.deepEqual(pool["aliasAttributes"], ["email"]);
    assert.deepEqual(pool["autoVerifiedAttributes"], ["email"]);
  });

  it("let users sign in without a password", async () => {
    const recorded = await record({
      senderEmail: "no-reply@example.com",
      passkeyDomain: "example.com",
      mfa: { mode: "OFF" },
      passwordless: { email: true, passkeys: { userVerification: "required" } },
    });

    const pool = recorded.inputs("UserPool", "users");
    assert.deepEqual(pool["signInPolicy"], {
      allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"],
    });
    assert.deepEqual(pool["webAuthnConfiguration"], {
      relyingPartyId: "example.com",
      userVerification: "required",
    });
    // Old apps still ask for the code that a trigger mails.
    assert.deepEqual(recorded.inputs("UserPoolClient", "users-public")["explicitAuthFlows"], [
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_USER_AUTH",
    ]);
  });

  it("turn sign-in without a password off by name, because Cognito keeps a policy that is left out", async () => {
    const pool = await poolWith({ mfa: { mode: "ON" }, passwordless: {} });

    assert.deepEqual(pool["signInPolicy"], { allowedFirstAuthFactors: ["PASSWORD"] });
    assert.equal(pool["webAuthnConfiguration"], undefined);
  });

  it("have attributes, with all limits written out", async () => {
    const pool = await poolWith({
      attributes: {
        department: { type: "string", maximum: 64 },
        level: { type: "number", minimum: 1, maximum: 9, mutable: false },
        staff: { type: "boolean" },
      },
    });

    const [tenant, ...own] = pool["schemas"] as { name: string }[];
    assert.equal(tenant!.name, "tenant");
    const common = { developerOnlyAttribute: false, required: false };
    assert.deepEqual(own, [
      {
        ...common,
        name: "department",
        attributeDataType: "String",
        mutable: true,
        stringAttributeConstraints: { minLength: "0", maxLength: "64" },
      },
      {
        ...common,
        name: "level",
        attributeDataType: "Number",
        mutable: false,
        numberAttributeConstraints: { minValue: "1", maxValue: "9" },
      },
      { ...common, name: "staff", attributeDataType: "Boolean", mutable: true },
    ]);
  });

  it("have clients with rights and lifetimes of their own", async () => {
    const recorded = await record({
      attributes: { department: { type: "string" } },
      clients: {
        public: app({ writes: ["email", "name", "department"] }),
        web: app({
          reads: ["email", "department"],
          tokens: { accessMinutes: 15, rotation: { graceSeconds: 0 } },
        }),
      },
    });

    assert.deepEqual(recorded.names("UserPoolClient").sort(), ["users-public", "users-web"]);
    const [first, web] = ["users-public", "users-web"].map((name) =>
      recorded.inputs("UserPoolClient", name),
    );
    assert.deepEqual(first!["writeAttributes"], ["email", "name", "custom:department"]);
    assert.deepEqual(web!["readAttributes"], ["email", "custom:department"]);
    assert.deepEqual(web!["writeAttributes"], ["email", "name"]);
    assert.equal(web!["accessTokenValidity"], 15);
    assert.deepEqual(web!["refreshTokenRotation"], {
      feature: "ENABLED",
      retryGracePeriodSeconds: 0,
    });
  });

  it("have groups", async () => {
    const recorded = await record({ groups: { admins: { precedence: 1 }, staff: {} } });

    assert.deepEqual(recorded.inputs("UserGroup", "users-admins"), {
      userPoolId: "users-id",
      name: "admins",
      precedence: 1,
    });
    assert.deepEqual(recorded.names("UserGroup").sort(), ["users-admins", "users-staff"]);
  });

  it("only log risks at first", async () => {
    const recorded = await record({ plan: "PLUS", threatProtection: "audit" });

    const pool = recorded.inputs("UserPool", "users");
    assert.equal(pool["userPoolTier"], "PLUS");
    assert.deepEqual(pool["userPoolAddOns"], { advancedSecurityMode: "AUDIT" });
    assert.equal(recorded.counts["RiskConfiguration"], undefined);
  });

  it("act on risks, more mildly than Cognito's defaults", async () => {
    const recorded = await record({
      plan: "PLUS",
      threatProtection: { mode: "enforced", blockedAddresses: ["198.51.100.0/24"] },
      senderEmail: "no-reply@example.com",
    });

    assert.deepEqual(recorded.inputs("UserPool", "users")["userPoolAddOns"], {
      advancedSecurityMode: "ENFORCED",
      advancedSecurityAdditionalFlows: { customAuthMode: "ENFORCED" },
    });
    const act = (eventAction: string) => ({ eventAction, notify: false });
    assert.deepEqual(recorded.inputs("RiskConfiguration", "users"), {
      userPoolId: "users-id",
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: act("NO_ACTION"),
          mediumAction: act("MFA_IF_CONFIGURED"),
          highAction: act("BLOCK"),
        },
      },
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
      riskExceptionConfiguration: { blockedIpRangeLists: ["198.51.100.0/24"] },
    });
  });

  it("have logs of mail that was not delivered", async () => {
    const recorded = await record({ logs: { deliveryErrors: true } });

    const group = recorded.inputs("LogGroup", "users-events");
    assert.deepEqual(group, { name: "/aws/vendedlogs/users", retentionInDays: 30 });
    assert.deepEqual(recorded.inputs("LogDeliveryConfiguration", "users"), {
      userPoolId: "users-id",
      logConfigurations: [
        {
          eventSource: "userNotification",
          logLevel: "ERROR",
          cloudWatchLogsConfiguration: {
            logGroupArn: "arn:aws:test:::aws:cloudwatch/logGroup:LogGroup/users-events",
          },
        },
      ],
    });
  });

  it("have sign-in pages with the code flow, at Cognito's domain", async () => {
    let directory: UserDirectory;
    const recorded = await recordResources(() => {
      directory = new UserDirectory("users", {
        ...{ region: "us-east-1", platformName: "Test" },
        clients: { web: app({ pages: true }), api: app() },
        callbackUrls: { web: ["https://app.example.com/in", "com.example.app://in"] },
        logoutUrls: { web: ["http://localhost:3000/out"] },
      });
    });

    const { generateSecret, ...web } = recorded.inputs("UserPoolClient", "users-web");
    assert.equal(generateSecret, false);
    assert.deepEqual(web["allowedOauthFlows"], ["code"]);
    assert.equal(web["allowedOauthFlowsUserPoolClient"], true);
    assert.deepEqual(web["allowedOauthScopes"], [
      ...["openid", "email", "profile"],
      "aws.cognito.signin.user.admin",
    ]);
    assert.deepEqual(web["supportedIdentityProviders"], ["COGNITO"]);
    assert.deepEqual(web["callbackUrls"], ["https://app.example.com/in", "com.example.app://in"]);
    assert.deepEqual(web["logoutUrls"], ["http://localhost:3000/out"]);
    assert.deepEqual(recorded.names("ManagedLoginBranding"), ["users-web"]);
    assert.deepEqual(recorded.inputs("UserPoolDomain", "users"), {
      userPoolId: "users-id",
      domain: "users-id",
      managedLoginVersion: 2,
    });
    const url = await new Promise((resolve) => directory.signInUrl!.apply(resolve));
    assert.equal(url, "https://users-id.auth.us-east-1.amazoncognito.com");
  });
});
