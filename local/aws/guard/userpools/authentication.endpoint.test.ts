import {
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createFunctions, miniStack } from "../../cognito/testing/miniStack.ts";
import { password, UserPool } from "./testing/userPool.ts";

const handlers = {
  PreAuthentication: `
    const { validationData, userNotFound, userAttributes } = event.request;
    if (userNotFound) throw new Error("stranger");
    if (validationData.wants === "refusal") throw new Error("no " + userAttributes.email)`,
  PostAuthentication: `if (event.userName === "late") throw new Error("too late")`,
  UserMigration: `
    const isReset = event.triggerSource === "UserMigration_ForgotPassword";
    if (!event.userName.startsWith("old")) throw new Error("unknown");
    if (!isReset && event.request.password !== "old secret") throw new Error("bad password");
    const email = event.userName + "@example.com";
    event.response.userAttributes = { email, email_verified: "true" };
    if (event.userName === "old-ann") event.response.finalUserStatus = "CONFIRMED"`,
};

/** Source: Cognito Developer Guide, the pages of these triggers. */
describe("triggers around a sign-in", () => {
  const stack = miniStack();
  let pool: UserPool;
  let hiding: UserPool;

  before(async () => {
    const LambdaConfig = await createFunctions(stack.aws, handlers);
    pool = await UserPool.create(stack.aws, { LambdaConfig, AutoVerifiedAttributes: ["email"] });
    const { UserMigration: _, ...around } = LambdaConfig;
    const plain = await UserPool.create(stack.aws, { LambdaConfig: around });
    hiding = await plain.withClient({ PreventUserExistenceErrors: "ENABLED" });
    await pool.addUser("ann", { email: "ann@example.com" });
    await pool.addUser("late");
  });

  const refusal = (message: string) => ({ name: "UserLambdaValidationException", message });
  const signIn = (
    of: UserPool,
    USERNAME: string,
    PASSWORD = password,
    wants = "nothing",
    Session?: string,
  ) =>
    stack.aws.cognito.send(
      new InitiateAuthCommand({
        Session,
        ClientId: of.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
        ClientMetadata: { wants },
      }),
    );

  it("may refuse before the password is checked", async () => {
    const expected = refusal("PreAuthentication failed with error no ann@example.com.");

    await assert.rejects(signIn(pool, "ann", password, "refusal"), expected);
    await assert.rejects(signIn(pool, "ann", "wrong", "refusal"), expected);
    // A session means something in USER_AUTH only.
    await assert.rejects(signIn(pool, "ann", password, "refusal", "x".repeat(40)), expected);
    await signIn(pool, "ann");
  });

  it("learn of unknown users if the client hides who exists", () =>
    assert.rejects(
      signIn(hiding, "nobody"),
      refusal("PreAuthentication failed with error stranger."),
    ));

  it("may refuse after a right password", async () => {
    await assert.rejects(
      signIn(pool, "late"),
      refusal("PostAuthentication failed with error too late."),
    );
    await assert.rejects(signIn(pool, "late", "wrong"), { name: "NotAuthorizedException" });
  });

  it("bring users from another directory with their passwords", async () => {
    await assert.rejects(
      signIn(pool, "old-ann", "wrong"),
      refusal("UserMigration failed with error bad password."),
    );

    const { AuthenticationResult } = await signIn(pool, "old-ann", "old secret");

    assert.ok(AuthenticationResult);
    assert.equal((await pool.attributesOf("old-ann"))["email"], "old-ann@example.com");
    await signIn(pool, "old-ann", "old secret");
  });

  it("bring users who must set a new password", async () => {
    await assert.rejects(signIn(pool, "old-bob", "old secret"), {
      name: "PasswordResetRequiredException",
    });

    const forget = (Username: string) =>
      stack.aws.cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));
    await forget("old-bob");
    await forget("old-cy");

    assert.equal((await pool.mailsTo("old-bob@example.com")).length, 1);
    assert.equal((await pool.mailsTo("old-cy@example.com")).length, 1);
  });
});
