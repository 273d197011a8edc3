import type { Mappings } from "../mapping.ts";

const userPool = { userPoolId: "AWS::Cognito::UserPool.Id" };
const functionArn = "AWS::Lambda::Function.Arn";

export const cognitoMappings: Mappings = {
  "aws:cognito/identityProvider:IdentityProvider": {
    schema: "AWS::Cognito::UserPoolIdentityProvider",
    formats: userPool,
  },
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration": {
    schema: "AWS::Cognito::LogDeliveryConfiguration",
    formats: {
      ...userPool,
      "logConfigurations.cloudWatchLogsConfiguration.logGroupArn": "AWS::Logs::LogGroup.Arn",
      "logConfigurations.s3Configuration.bucketArn": "AWS::S3::Bucket.Arn",
    },
  },
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": {
    schema: "AWS::Cognito::ManagedLoginBranding",
    formats: { ...userPool, clientId: "AWS::Cognito::UserPoolClient.Id" },
    // A text here, an object there.
    unchecked: ["settings"],
    replaces: ["assets"],
  },
  "aws:cognito/resourceServer:ResourceServer": {
    schema: "AWS::Cognito::UserPoolResourceServer",
    formats: userPool,
    optional: ["Name"],
  },
  "aws:cognito/riskConfiguration:RiskConfiguration": {
    schema: "AWS::Cognito::UserPoolRiskConfigurationAttachment",
    formats: { ...userPool, clientId: "AWS::Cognito::UserPoolClient.Id" },
    optional: ["ClientId"],
  },
  "aws:cognito/userGroup:UserGroup": {
    schema: "AWS::Cognito::UserPoolGroup",
    names: { name: "GroupName" },
    formats: userPool,
  },
  "aws:cognito/userPool:UserPool": {
    schema: "AWS::Cognito::UserPool",
    names: {
      name: "UserPoolName",
      tags: "UserPoolTags",
      passwordPolicy: "Policies.PasswordPolicy",
      signInPolicy: "Policies.SignInPolicy",
      "emailConfiguration.fromEmailAddress": "From",
      emailMfaConfiguration: ".",
      "emailMfaConfiguration.message": "EmailAuthenticationMessage",
      "emailMfaConfiguration.subject": "EmailAuthenticationSubject",
      softwareTokenMfaConfiguration: ".",
      "softwareTokenMfaConfiguration.enabled": {
        to: "EnabledMfas.0",
        values: { true: "SOFTWARE_TOKEN_MFA", false: undefined },
      },
      webAuthnConfiguration: ".",
      "webAuthnConfiguration.relyingPartyId": "WebAuthnRelyingPartyID",
      "webAuthnConfiguration.userVerification": "WebAuthnUserVerification",
    },
    formats: {
      "lambdaConfig.createAuthChallenge": functionArn,
      "lambdaConfig.customEmailSender.lambdaArn": functionArn,
      "lambdaConfig.customMessage": functionArn,
      "lambdaConfig.customSmsSender.lambdaArn": functionArn,
      "lambdaConfig.defineAuthChallenge": functionArn,
      "lambdaConfig.kmsKeyId": "AWS::KMS::Key.Arn",
      "lambdaConfig.postAuthentication": functionArn,
      "lambdaConfig.postConfirmation": functionArn,
      "lambdaConfig.preAuthentication": functionArn,
      "lambdaConfig.preSignUp": functionArn,
      "lambdaConfig.preTokenGeneration": functionArn,
      "lambdaConfig.preTokenGenerationConfig.lambdaArn": functionArn,
      "lambdaConfig.userMigration": functionArn,
      "lambdaConfig.verifyAuthChallengeResponse": functionArn,
    },
    // AWS accepts new attributes in `schemas` and refuses every other change of them.
    replaces: ["name", "aliasAttributes", "usernameAttributes", "usernameConfiguration"],
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    schema: "AWS::Cognito::UserPoolClient",
    names: {
      name: "ClientName",
      // 0 means the default of 30 days.
      refreshTokenValidity: { to: "RefreshTokenValidity", values: { 0: undefined } },
    },
    formats: userPool,
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    schema: "AWS::Cognito::UserPoolDomain",
    names: { certificateArn: "CustomDomainConfig.CertificateArn" },
    formats: userPool,
  },
};
