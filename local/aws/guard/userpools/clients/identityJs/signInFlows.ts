import { AuthenticationDetails } from "amazon-cognito-identity-js";
import assert from "node:assert/strict";
import { password } from "../../testing/userPool.ts";
import { assertEvent, attribute, called, done, type IdentityApp } from "./app.ts";

const other = "Other-secret-123456";

/** Tests of ways to sign up and in. */
export function testSignIn(app: IdentityApp): void {
  const { addUser, enter, code, session } = app;

  it("signs up", async () => {
    await done((callback) =>
      app.users.signUp(app.name, password, [attribute("email", app.name)], [], callback),
    );
    await assert.rejects(enter(), { name: "UserNotConfirmedException" });
    await done((callback) => app.user.resendConfirmationCode(callback));
    await done(
      (callback) => void code().then((it) => app.user.confirmRegistration(it, false, callback)),
    );

    assertEvent(await enter(), "onSuccess");
  });

  describe("signs in", () => {
    beforeEach(() => addUser());

    for (const flow of ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"]) {
      it(`by ${flow}`, async () => {
        app.user.setAuthenticationFlowType(flow);
        await assert.rejects(enter(other), { name: "NotAuthorizedException" });

        assertEvent(await enter(), "onSuccess");
        assert.equal((await session()).getIdToken().payload["email"], app.name);
      });
    }

    for (const Password of [password, undefined]) {
      it(`by custom challenges, ${Password ? "after the password" : "alone"}`, async () => {
        app.user.setAuthenticationFlowType("CUSTOM_AUTH");
        const details = new AuthenticationDetails({
          Username: app.name,
          ...(Password && { Password }),
        });
        const begun = await called((callbacks) =>
          Password
            ? app.user.authenticateUser(details, callbacks)
            : app.user.initiateAuth(details, callbacks),
        );
        assertEvent(begun, "customChallenge");
        const answer = (text: string) =>
          called((callbacks) => app.user.sendCustomChallengeAnswer(text, callbacks));
        assertEvent(await answer("wrong"), "customChallenge");

        assertEvent(await answer("right"), "onSuccess");
      });
    }
  });

  it("chooses a new password at the first sign-in", async () => {
    await app.pool.addUserWithTemporaryPassword(app.name, {
      email: app.name,
      email_verified: "true",
    });
    assertEvent(await enter(), "newPasswordRequired");
    const choose = (text: string) =>
      called((callbacks) => app.user.completeNewPasswordChallenge(text, { name: "Jo" }, callbacks));
    await assert.rejects(choose("weak"), { name: "InvalidPasswordException" });

    assertEvent(await choose(other), "onSuccess");
  });
}
