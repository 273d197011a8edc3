import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "./index.ts";

const record = (more: Partial<UserDirectoryArgs> = {}) =>
  recordResources(
    () => new UserDirectory("users", { region: "us-east-1", platformName: "Test", ...more }),
    { "aws:cognito/resourceServer:ResourceServer": { scopeIdentifiers: ["orders/read"] } },
  );

const arn = (name: string) => `arn:aws:test:::aws:lambda/function:Function/users-${name}`;

const pool = {
  userPoolTier: "ESSENTIALS",
  usernameAttributes: ["email"],
  usernameConfiguration: { caseSensitive: false },
  autoVerifiedAttributes: ["email"],
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
  accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
  schemas: [
    {
      name: "tenant",
      attributeDataType: "String",
      developerOnlyAttribute: false,
      mutable: true,
      required: false,
      stringAttributeConstraints: { minLength: "1", maxLength: "64" },
    },
  ],
  passwordPolicy: {
    minimumLength: 12,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: 3,
  },
  mfaConfiguration: "OPTIONAL",
  softwareTokenMfaConfiguration: { enabled: true },
  // Cognito's defaults, which it keeps for these pools: they are for those whose option is removed.
  emailConfiguration: { emailSendingAccount: "COGNITO_DEFAULT" },
  signInPolicy: { allowedFirstAuthFactors: ["PASSWORD"] },
  lambdaConfig: {
    preSignUp: arn("preSignUp"),
    postConfirmation: arn("postConfirmation"),
    preTokenGenerationConfig: { lambdaArn: arn("preTokenGeneration"), lambdaVersion: "V2_0" },
  },
  deletionProtection: "ACTIVE",
};

const client = {
  userPoolId: "users-id",
  generateSecret: false,
  explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
  preventUserExistenceErrors: "ENABLED",
  enableTokenRevocation: true,
  authSessionValidity: 5,
  accessTokenValidity: 60,
  idTokenValidity: 60,
  refreshTokenValidity: 30,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
  refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
  readAttributes: ["email", "email_verified", "name", "custom:tenant"],
  writeAttributes: ["email", "name"],
};

/** Pools and clients exist with these inputs: another one would change them, or replace the users. */
describe("the pools that exist", () => {
  it("keep all inputs by default", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.inputs("UserPool", "users"), pool);
    assert.deepEqual(recorded.inputs("UserPoolClient", "users-public"), client);
  });

  it("keep all inputs with a sender", async () => {
    const recorded = await record({
      senderEmail: "no-reply@example.com",
      senderIdentity: "example.com",
    });

    assert.deepEqual(recorded.inputs("UserPool", "users"), {
      ...pool,
      emailConfiguration: {
        emailSendingAccount: "DEVELOPER",
        sourceArn: "arn:aws:ses:us-east-1:123456789012:identity/example.com",
        fromEmailAddress: "no-reply@example.com",
      },
      lambdaConfig: {
        ...pool.lambdaConfig,
        customMessage: arn("customMessage"),
        defineAuthChallenge: arn("defineAuthChallenge"),
        createAuthChallenge: arn("createAuthChallenge"),
        verifyAuthChallengeResponse: arn("verifyAuthChallenge"),
      },
    });
    assert.deepEqual(recorded.inputs("UserPoolClient", "users-public"), {
      ...client,
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
    });
  });

  it("keep all inputs with the other arguments", async () => {
    const { softwareTokenMfaConfiguration: _totp, ...withoutTotp } = pool;
    const recorded = await record({
      totpMfa: "OFF",
      passwordMinimumLength: 20,
      deletionProtection: false,
      allowPasswordAuth: true,
      refreshTokenRotation: false,
      accessTokenMinutes: 5,
      machineScopes: { identifier: "orders", scopes: { read: "Read orders" } },
    });

    assert.deepEqual(recorded.inputs("UserPool", "users"), {
      ...withoutTotp,
      passwordPolicy: { ...pool.passwordPolicy, minimumLength: 20 },
      mfaConfiguration: "OFF",
      deletionProtection: "INACTIVE",
    });
    assert.deepEqual(recorded.inputs("UserPoolClient", "users-public"), {
      ...client,
      explicitAuthFlows: [
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
      ],
      accessTokenValidity: 5,
      refreshTokenRotation: { feature: "DISABLED", retryGracePeriodSeconds: 0 },
    });
    assert.deepEqual(recorded.inputs("UserPoolClient", "users-machine"), {
      userPoolId: "users-id",
      generateSecret: true,
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      readAttributes: ["email"],
      writeAttributes: ["name"],
      preventUserExistenceErrors: "ENABLED",
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["client_credentials"],
      allowedOauthScopes: ["orders/read"],
      enableTokenRevocation: true,
      accessTokenValidity: 5,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    });
  });
});
