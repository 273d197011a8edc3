import { type CognitoUserAttribute, type CognitoUserSession } from "amazon-cognito-identity-js";
import assert from "node:assert/strict";
import { password } from "../../testing/userPool.ts";
import { newAddress } from "../testing/pools.ts";
import { assertEvent, attribute, called, done, type IdentityApp } from "./app.ts";

const other = "Other-secret-123456";

/** Tests of what a signed-in user does. */
export function testAccount(app: IdentityApp): void {
  const { addUser, enter, code, session } = app;

  describe("while signed in", () => {
    beforeEach(async () => {
      await addUser();
      await enter();
    });

    it("changes attributes and verifies an address", async () => {
      await done((callback) =>
        app.user.updateAttributes([attribute("name", "Jo"), attribute("nickname", "J")], callback),
      );
      await done((callback) => app.user.deleteAttributes(["nickname"], callback));
      const listed = await done<CognitoUserAttribute[]>((callback) =>
        app.user.getUserAttributes(callback),
      );
      assert.deepEqual(listed.map((each) => each.getName()).sort(), [
        "email",
        "email_verified",
        "name",
        "sub",
      ]);

      const address = newAddress();
      await done((callback) => app.user.updateAttributes([attribute("email", address)], callback));
      assertEvent(
        await called((callbacks) => app.user.getAttributeVerificationCode("email", callbacks)),
        "inputVerificationCode",
      );
      const text = await code(address);
      await called((callbacks) => app.user.verifyAttribute("email", text, callbacks));
    });

    it("changes and resets the password", async () => {
      await done((callback) => app.user.changePassword(password, other, callback));
      await assert.rejects(enter(), { name: "NotAuthorizedException" });
      assertEvent(
        await called((callbacks) => app.user.forgotPassword(callbacks)),
        "inputVerificationCode",
      );
      const text = await code();
      await called((callbacks) => app.user.confirmPassword(text, password, callbacks));

      assertEvent(await enter(), "onSuccess");
    });

    it("refreshes its tokens", async () => {
      const refreshToken = (await session()).getRefreshToken();
      const renewed = await done<CognitoUserSession>((callback) =>
        app.user.refreshSession(refreshToken, callback),
      );

      assert.equal(renewed.getIdToken().payload["email"], app.name);
    });

    it("signs out, which ends the refresh token", async () => {
      const refreshToken = (await session()).getRefreshToken();
      await done((callback) => app.user.signOut(() => callback()));

      await assert.rejects(app.pool.refresh(refreshToken.getToken()), {
        name: "NotAuthorizedException",
      });
    });

    it("signs out everywhere", async () => {
      const refreshToken = (await session()).getRefreshToken();
      await called((callbacks) => app.user.globalSignOut(callbacks));

      await assert.rejects(app.pool.refresh(refreshToken.getToken()), {
        name: "NotAuthorizedException",
      });
    });

    it("deletes the user", async () => {
      await done((callback) => app.user.deleteUser(callback));

      await assert.rejects(enter(), { name: "UserNotFoundException" });
    });
  });
}
