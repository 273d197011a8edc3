import type { Mappings } from "../mapping.ts";

const userPool = { userPoolId: "AWS::Cognito::UserPool.Id" };
const functionArn = "AWS::Lambda::Function.Arn";

export const cognitoMappings: Mappings = {
  "aws:cognito/resourceServer:ResourceServer": {
    schema: "AWS::Cognito::UserPoolResourceServer",
    formats: userPool,
    optional: ["Name"],
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
      "lambdaConfig.customMessage": functionArn,
      "lambdaConfig.defineAuthChallenge": functionArn,
      "lambdaConfig.postAuthentication": functionArn,
      "lambdaConfig.postConfirmation": functionArn,
      "lambdaConfig.preAuthentication": functionArn,
      "lambdaConfig.preSignUp": functionArn,
      "lambdaConfig.preTokenGeneration": functionArn,
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
