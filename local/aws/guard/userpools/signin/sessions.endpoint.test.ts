import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { AwsEndpoint } from "../../../endpoint.ts";
import {
  createFunctions,
  createPool,
  miniStack,
  type TestPool,
} from "../../../cognito/testing/miniStack.ts";
import { totp } from "../../../cognito/testing/totp.ts";

/** A custom sign-in that accepts "right", after any number of attempts. */
const handlers = {
  DefineAuthChallenge: `
    const last = event.request.session.at(-1);
    event.response = last?.challengeResult
      ? { issueTokens: true, failAuthentication: false }
      : { challengeName: "CUSTOM_CHALLENGE", issueTokens: false, failAuthentication: false }`,
  CreateAuthChallenge: `
    event.response = { publicChallengeParameters: { a: "b" }, privateChallengeParameters: {}, challengeMetadata: "" }`,
  VerifyAuthChallengeResponse: `
    if (event.request.challengeAnswer === "broken") throw new Error("no");
    event.response.answerCorrect = event.request.challengeAnswer === "right"`,
};

const respondTarget = ["AWSCognitoIdentityProviderService.RespondToAuthChallenge"];

const temporary = "Temporary-123456";
const Password = "Secret-123456";
const name = "NotAuthorizedException";
const invalidSession = { name, message: "Invalid session for the user." };

describe("sessions of sign-ins", () => {
  const stack = miniStack();
  let aws: AwsEndpoint;
  let pool: TestPool;
  let otherClientId: string;
  let jane: string;
  let bob: string;

  before(async () => {
    aws = stack.aws;
    pool = await createPool(aws, await createFunctions(aws, handlers));
    const UserPoolId = pool.userPoolId;
    await aws.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const { UserPoolClient } = await aws.cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: "other" }),
    );
    otherClientId = UserPoolClient!.ClientId!;
  });

  beforeEach(async () => {
    [jane, bob] = ["jane", "bob"].map(
      (name) => `${name}-${randomBytes(4).toString("hex")}@example.com`,
    ) as [string, string];
    await Promise.all([jane, bob].map(createUser));
  });

  const createUser = (Username: string) =>
    aws.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.userPoolId,
        Username,
        UserAttributes: [
          { Name: "email", Value: Username },
          { Name: "email_verified", Value: "true" },
        ],
        TemporaryPassword: temporary,
        MessageAction: "SUPPRESS",
      }),
    );
  const setPassword = (Username: string) => {
    const user = { UserPoolId: pool.userPoolId, Username };
    return aws.cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }),
    );
  };
  const begin = async (AuthFlow: "CUSTOM_AUTH" | "USER_PASSWORD_AUTH", more: object = {}) =>
    aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow,
        AuthParameters: { USERNAME: jane, ...more },
      }),
    );
  const respond = (
    ChallengeName: ChallengeNameType,
    Session: string | undefined,
    responses: Record<string, string>,
    ClientId = pool.clientId,
  ) =>
    aws.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: jane, ...responses },
      }),
    );

  describe("of a custom challenge", () => {
    const challenge = (Session: string | undefined, ANSWER: string, more: object = {}) =>
      respond("CUSTOM_CHALLENGE", Session, { ANSWER, ...more });

    beforeEach(() => setPassword(jane));

    it("end with a response, right or wrong", async () => {
      const first = await begin("CUSTOM_AUTH");
      const second = await challenge(first.Session, "wrong");
      await assert.rejects(challenge(first.Session, "right"), invalidSession);

      const third = await challenge(second.Session, "right");

      assert.ok(third.AuthenticationResult?.IdToken);
      for (const Session of [first.Session, second.Session]) {
        await assert.rejects(challenge(Session, "right"), invalidSession);
      }
    });

    it("accept one of many parallel responses", async () => {
      const { Session } = await begin("CUSTOM_AUTH");

      const responses = await Promise.allSettled(
        Array.from({ length: 20 }, () => challenge(Session, "right")),
      );

      assert.equal(responses.filter(({ status }) => status === "fulfilled").length, 1);
    });

    it("end when a trigger fails", async () => {
      const { Session } = await begin("CUSTOM_AUTH");
      await assert.rejects(challenge(Session, "broken"), { name: "UserLambdaValidationException" });

      await assert.rejects(challenge(Session, "right"), invalidSession);
    });

    it("belong to one user, client and challenge", async () => {
      const { Session } = await begin("CUSTOM_AUTH");
      const ANSWER = "right";

      await assert.rejects(challenge(Session, ANSWER, { USERNAME: bob }), invalidSession);
      await assert.rejects(challenge(Session, ANSWER, { USERNAME: "nobody" }), invalidSession);
      await assert.rejects(
        respond("CUSTOM_CHALLENGE", Session, { ANSWER }, otherClientId),
        invalidSession,
      );
      await assert.rejects(
        respond("NEW_PASSWORD_REQUIRED", Session, { NEW_PASSWORD: Password }),
        invalidSession,
      );
      assert.ok((await challenge(Session, ANSWER)).AuthenticationResult);
    });

    it("can't be made up", async () => {
      await assert.rejects(challenge("x".repeat(64), "right"), invalidSession);
      await assert.rejects(challenge(undefined, "right"), invalidSession);
      await assert.rejects(challenge("__proto__".padEnd(20, "_"), "right"), invalidSession);
    });
  });

  describe("of a new password", () => {
    const choose = (Session: string | undefined, USERNAME = jane) =>
      respond("NEW_PASSWORD_REQUIRED", Session, { USERNAME, NEW_PASSWORD: Password });

    it("are required, and end with the password", async () => {
      await assert.rejects(choose(undefined), invalidSession);
      const { Session } = await begin("USER_PASSWORD_AUTH", { PASSWORD: temporary });
      await assert.rejects(choose(Session, bob), invalidSession);

      assert.ok((await choose(Session)).AuthenticationResult);
      await assert.rejects(choose(Session), invalidSession);
    });

    it("also end for administrators", async () => {
      const admin = { UserPoolId: pool.userPoolId, ClientId: pool.clientId };
      const { Session } = await aws.cognito.send(
        new AdminInitiateAuthCommand({
          ...admin,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: jane, PASSWORD: temporary },
        }),
      );
      const command = new AdminRespondToAuthChallengeCommand({
        ...admin,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: jane, NEW_PASSWORD: Password },
      });

      assert.ok((await aws.cognito.send(command)).AuthenticationResult);
      await assert.rejects(aws.cognito.send(command), invalidSession);
    });
  });

  describe("of a second factor", () => {
    const enrol = async () => {
      await setPassword(jane);
      const { AuthenticationResult } = await begin("USER_PASSWORD_AUTH", { PASSWORD: Password });
      const { AccessToken } = AuthenticationResult!;
      const { SecretCode } = await aws.cognito.send(
        new AssociateSoftwareTokenCommand({ AccessToken }),
      );
      await aws.cognito.send(
        new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode!) }),
      );
      await aws.cognito.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true },
        }),
      );
      return SecretCode!;
    };

    it("are required, and end with the code, but not with a wrong one", async () => {
      const secret = await enrol();
      // The code that proved the secret is used up.
      const SOFTWARE_TOKEN_MFA_CODE = totp(secret, 1);
      const { Session } = await begin("USER_PASSWORD_AUTH", { PASSWORD: Password });
      await assert.rejects(
        respond("SOFTWARE_TOKEN_MFA", Session, { SOFTWARE_TOKEN_MFA_CODE: "no" }),
        { name: "CodeMismatchException" },
      );

      await respond("SOFTWARE_TOKEN_MFA", Session, { SOFTWARE_TOKEN_MFA_CODE });

      for (const old of [Session, undefined]) {
        await assert.rejects(
          respond("SOFTWARE_TOKEN_MFA", old, { SOFTWARE_TOKEN_MFA_CODE }),
          invalidSession,
        );
      }
    });

    it("give no tokens without the first factor", async () => {
      for (const name of ["SOFTWARE_TOKEN_MFA", "MFA_SETUP", "SMS_MFA"] as const) {
        await assert.rejects(respond(name, undefined, {}), invalidSession);
      }
      await assert.rejects(
        aws.cognito.send(new AssociateSoftwareTokenCommand({ Session: "x".repeat(64) })),
        invalidSession,
      );
      await assert.rejects(
        aws.cognito.send(
          new VerifySoftwareTokenCommand({ Session: "x".repeat(64), UserCode: "123456" }),
        ),
        invalidSession,
      );
    });
  });

  for (const targets of [
    ["AWSCognitoIdentityProviderService.x.RespondToAuthChallenge"],
    ["AWSCognitoIdentityProviderService.ListUserPools", ...respondTarget],
    ["DynamoDB_20120810.ListTables", ...respondTarget],
    ["AWSCognitoIdentityProviderService..RespondToAuthChallenge"],
  ]) {
    it(`can't be bypassed by the target ${targets.join(" and ")}`, async () => {
      await setPassword(jane);
      const body = JSON.stringify({
        ClientId: pool.clientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        ChallengeResponses: { USERNAME: jane, NEW_PASSWORD: "Attacker-123456" },
      });
      const call = request(aws.url, { method: "POST" });
      call.setHeader("x-amz-target", targets);
      const [response] = (await once(call.end(body), "response")) as [IncomingMessage];

      assert.equal(response.statusCode, 400);
      assert.doesNotMatch(await text(response), /AccessToken/);
      assert.ok((await begin("USER_PASSWORD_AUTH", { PASSWORD: Password })).AuthenticationResult);
    });
  }
});
