import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchUserAttributes,
  resendSignUpCode,
  signIn,
  signOut,
  signUp,
} from "aws-amplify/auth";
import assert from "node:assert/strict";
import { password } from "../../testing/userPool.ts";
import type { AmplifyApp } from "./app.ts";

const other = "Other-secret-123456";

/** Tests of ways to sign up and in. */
export function testSignIn(app: AmplifyApp): void {
  const { addUser, enter, answer, code, assertSignedIn } = app;

  describe("signs up", () => {
    it("with a mailed code", async () => {
      await signUp({
        username: app.user,
        password,
        options: { userAttributes: { email: app.user } },
      });
      await assert.rejects(confirmSignUp({ username: app.user, confirmationCode: "nope" }), {
        name: "CodeMismatchException",
      });
      await resendSignUpCode({ username: app.user });
      assert.deepEqual((await enter()).nextStep.signInStep, "CONFIRM_SIGN_UP");

      await confirmSignUp({ username: app.user, confirmationCode: await code() });

      assert.equal((await enter()).isSignedIn, true);
      await assertSignedIn();
    });

    it("and in at once", async () => {
      // Amplify waits three minutes for the confirmation, which would keep the process alive.
      const { setTimeout } = globalThis;
      globalThis.setTimeout = ((handler: () => void, ms?: number) =>
        setTimeout(handler, ms).unref()) as unknown as typeof setTimeout;
      await signUp({
        username: app.user,
        password,
        options: { userAttributes: { email: app.user }, autoSignIn: { authFlowType: "USER_AUTH" } },
      });
      globalThis.setTimeout = setTimeout;
      await confirmSignUp({ username: app.user, confirmationCode: await code() });

      assert.equal((await autoSignIn()).isSignedIn, true);
      await assertSignedIn();
    });
  });

  describe("signs in", () => {
    beforeEach(() => addUser());

    for (const authFlowType of ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"] as const) {
      it(`by ${authFlowType}`, async () => {
        await assert.rejects(
          signIn({ username: app.user, password: other, options: { authFlowType } }),
          { name: "NotAuthorizedException", message: "Incorrect username or password." },
        );
        await signIn({ username: app.user.toUpperCase(), password, options: { authFlowType } });

        await assertSignedIn();
      });
    }

    for (const authFlowType of ["CUSTOM_WITH_SRP", "CUSTOM_WITHOUT_SRP"] as const) {
      it(`by ${authFlowType}`, async () => {
        const input =
          authFlowType === "CUSTOM_WITH_SRP"
            ? { username: app.user, password }
            : { username: app.user };
        const { nextStep } = await signIn({ ...input, options: { authFlowType } });
        assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE");
        assert.equal((await answer("wrong")).isSignedIn, false);
        await answer("right");

        await assertSignedIn();
      });
    }

    const choose = async (preferredChallenge?: "PASSWORD" | "PASSWORD_SRP" | "EMAIL_OTP") => {
      const options = { authFlowType: "USER_AUTH", preferredChallenge } as const;
      return signIn({ username: app.user, ...(preferredChallenge && { password }), options });
    };

    for (const factor of ["PASSWORD", "PASSWORD_SRP"] as const) {
      it(`by choice of ${factor}, before or after`, async () => {
        await choose(factor);
        await assertSignedIn();
        await signOut();

        const { nextStep } = await choose();
        assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
        const chosen = await answer(factor);
        assert.equal(chosen.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_PASSWORD");
        await answer(password);
        await assertSignedIn();
      });
    }

    it("by choice of a mailed code, before or after", async () => {
      const { nextStep } = await choose("EMAIL_OTP");
      assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
      await answer(await code());
      await assertSignedIn();
      await signOut();

      await choose();
      await answer("EMAIL_OTP");
      await assert.rejects(answer("00000000"), { name: "CodeMismatchException" });
      await answer(await code());
      await assertSignedIn();
    });
  });

  it("chooses a new password at the first sign-in", async () => {
    await app.pool.addUserWithTemporaryPassword(app.user, {
      email: app.user,
      email_verified: "true",
    });
    const { nextStep } = await enter();
    assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED");
    await assert.rejects(answer("weak"), { name: "InvalidPasswordException" });

    await confirmSignIn({
      challengeResponse: other,
      options: { userAttributes: { name: "Jo" } },
    });

    await assertSignedIn();
    assert.equal((await fetchUserAttributes()).name, "Jo");
  });
}
