import type { Properties } from "../../../graph/resource.ts";

const userPoolId = "us-east-1_012345678";
const key = `arn:aws:kms:us-east-1:123456789012:key/${"0".repeat(8)}`;
const sender = "arn:aws:lambda:us-east-1:123456789012:function:sender";

/** Inputs that are accepted for user pools and their parts, by type. */
export const acceptedIdentity: Record<string, Properties> = {
  "aws:cognito/identityProvider:IdentityProvider": {
    userPoolId,
    providerName: "Acme",
    providerType: "OIDC",
    providerDetails: {
      client_id: "id",
      client_secret: "secret",
      attributes_request_method: "GET",
      oidc_issuer: "https://login.acme.com",
      authorize_scopes: "openid email",
    },
    attributeMapping: { email: "email", "custom:role": "role" },
    idpIdentifiers: ["acme.com"],
  },
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration": {
    userPoolId,
    logConfigurations: [
      {
        eventSource: "userNotification",
        logLevel: "ERROR",
        cloudWatchLogsConfiguration: {
          logGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/users",
        },
      },
    ],
  },
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": {
    userPoolId,
    clientId: "0123456789abcdefghijklmnop",
    settings: JSON.stringify({ components: {} }),
    assets: [{ category: "FORM_LOGO", colorMode: "LIGHT", extension: "PNG", bytes: "iVBORw0K" }],
  },
  "aws:cognito/resourceServer:ResourceServer": {
    userPoolId,
    identifier: "orders",
    name: "orders",
    scopes: [{ scopeName: "read", scopeDescription: "Read orders" }],
  },
  "aws:cognito/riskConfiguration:RiskConfiguration": {
    userPoolId,
    accountTakeoverRiskConfiguration: {
      actions: { highAction: { eventAction: "MFA_IF_CONFIGURED", notify: false } },
    },
    compromisedCredentialsRiskConfiguration: {
      eventFilters: ["SIGN_IN"],
      actions: { eventAction: "BLOCK" },
    },
    riskExceptionConfiguration: { skippedIpRangeLists: ["192.0.2.0/24"] },
  },
  "aws:cognito/userGroup:UserGroup": { userPoolId, name: "admins", precedence: 1 },
  "aws:cognito/userPool:UserPool": {
    passwordPolicy: { minimumLength: 12, requireSymbols: true, passwordHistorySize: 4 },
    signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] },
    webAuthnConfiguration: { relyingPartyId: "auth.example.com", userVerification: "required" },
    schemas: [
      {
        name: "tenant",
        attributeDataType: "String",
        stringAttributeConstraints: { minLength: "1", maxLength: 64 },
      },
    ],
    mfaConfiguration: "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
    emailMfaConfiguration: { message: "Your code is {####}", subject: "Code" },
    smsConfiguration: { snsCallerArn: "arn:aws:iam::123456789012:role/sms", externalId: "x" },
    emailConfiguration: { emailSendingAccount: "COGNITO_DEFAULT", replyToEmailAddress: "" },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    userPoolAddOns: { advancedSecurityMode: "AUDIT" },
    userPoolTier: "PLUS",
    deviceConfiguration: { challengeRequiredOnNewDevice: true },
    lambdaConfig: {
      preTokenGenerationConfig: { lambdaArn: sender, lambdaVersion: "V2_0" },
      customEmailSender: { lambdaArn: sender, lambdaVersion: "V1_0" },
      kmsKeyId: key,
    },
    tags: { team: "a" },
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    userPoolId,
    refreshTokenValidity: 0,
    allowedOauthFlows: ["code"],
    refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
    tokenValidityUnits: { accessToken: "minutes" },
    accessTokenValidity: 15,
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    userPoolId,
    domain: "auth.example.com",
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0123",
    managedLoginVersion: 2,
  },
};
