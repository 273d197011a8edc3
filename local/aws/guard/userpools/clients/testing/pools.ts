import {
  type AuthFactorType,
  type CreateUserPoolClientRequest,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createFunctions } from "../../../../cognito/testing/miniStack.ts";
import { totp } from "../../../../cognito/testing/totp.ts";
import type { AwsEndpoint } from "../../../../endpoint.ts";
import { readMessages } from "../../../../messages.ts";
import { UserPool } from "../../testing/userPool.ts";

/** Asks for "right" after the password, or at once. */
const customFlow = {
  DefineAuthChallenge: `
    const { session, userNotFound } = event.request;
    const last = session.at(-1);
    event.response = { issueTokens: false, failAuthentication: false, challengeName: "CUSTOM_CHALLENGE" };
    if (last?.challengeName === "SRP_A") event.response.challengeName = "PASSWORD_VERIFIER";
    else if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
      event.response = userNotFound
        ? { issueTokens: false, failAuthentication: true }
        : { issueTokens: true, failAuthentication: false };
    }`,
  CreateAuthChallenge: `
    event.response = { publicChallengeParameters: { hint: "r" }, privateChallengeParameters: {} }`,
  VerifyAuthChallengeResponse: `
    event.response.answerCorrect = event.request.challengeAnswer === "right"`,
};

const flows = ["USER_SRP", "USER_PASSWORD", "CUSTOM", "USER"].map(
  (flow) => `ALLOW_${flow}_AUTH` as "ALLOW_USER_AUTH",
);

/** Clients that differ in how they refresh. */
export const refreshing = {
  always: { ExplicitAuthFlows: [...flows, "ALLOW_REFRESH_TOKEN_AUTH"] },
  rotating: {
    ExplicitAuthFlows: flows,
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  },
} satisfies Record<string, Partial<CreateUserPoolClientRequest>>;

/** A pool with all flows, first factors and second factors, whose users sign in by email address. */
export async function poolWithEverything(
  aws: AwsEndpoint,
  MfaConfiguration: UserPoolMfaType,
  client: Partial<CreateUserPoolClientRequest> = refreshing.always,
): Promise<UserPool> {
  const pool = await UserPool.create(
    aws,
    {
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      EmailConfiguration: {
        EmailSendingAccount: "DEVELOPER",
        SourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
      },
      Schema: [{ Name: "name", AttributeDataType: "String", Required: false, Mutable: true }],
      LambdaConfig: MfaConfiguration === "OFF" ? await createFunctions(aws, customFlow) : {},
    },
    client,
  );
  await setFactors(pool, MfaConfiguration);
  return pool;
}

export async function setFactors(pool: UserPool, MfaConfiguration: UserPoolMfaType): Promise<void> {
  const factors = {
    SoftwareTokenMfaConfiguration: { Enabled: true },
    EmailMfaConfiguration: { Message: "Your code: {####}", Subject: "Code" },
    SmsMfaConfiguration: {
      SmsAuthenticationMessage: "Your code: {####}",
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::123456789012:role/sms" },
    },
  };
  const setFirstFactors = (...AllowedFirstAuthFactors: AuthFactorType[]) =>
    pool.update({ Policies: { SignInPolicy: { AllowedFirstAuthFactors } } });
  // Where all users need a second factor, the first is the password.
  if (MfaConfiguration === "ON") await setFirstFactors("PASSWORD");
  await pool.aws.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.userPoolId,
      MfaConfiguration,
      ...(MfaConfiguration === "OFF" ? {} : factors),
    }),
  );
  if (MfaConfiguration !== "ON") await setFirstFactors("PASSWORD", "EMAIL_OTP", "SMS_OTP");
}

/** The code in the last mail or text message to an address. */
export async function codeFor(aws: AwsEndpoint, address: string): Promise<string> {
  const messages = await readMessages(aws);
  const last = messages.findLast(({ to }) => to.includes(address));
  assert.ok(last, `no mail to ${address}`);
  return /\d{6,8}/.exec(last.text)![0];
}

/** The codes of an authenticator app. Each is accepted once, so there are three within a minute. */
export class Authenticator {
  readonly #secret: string;
  #step = -1;

  constructor(secret: string) {
    this.#secret = secret;
  }

  next(): string {
    assert.ok(this.#step <= 1, "The next code is accepted later.");
    return totp(this.#secret, this.#step++);
  }
}

let count = 0;
/** An address that nobody has yet. */
export const newAddress = (): string => `user-${count++}@example.com`;
