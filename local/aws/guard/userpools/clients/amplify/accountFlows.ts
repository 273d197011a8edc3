import {
  confirmResetPassword,
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resetPassword,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  updatePassword,
  updateUserAttributes,
} from "aws-amplify/auth";
import assert from "node:assert/strict";
import { password } from "../../testing/userPool.ts";
import { newAddress, refreshing } from "../testing/pools.ts";
import type { AmplifyApp } from "./app.ts";

const other = "Other-secret-123456";

/** Tests of what a signed-in user does. */
export function testAccount(app: AmplifyApp): void {
  const { addUser, enter, code, assertSignedIn, connect } = app;

  describe("while signed in", () => {
    beforeEach(async () => {
      await addUser();
      await enter();
    });

    it("changes attributes and verifies an address", async () => {
      await updateUserAttributes({ userAttributes: { name: "Jo", nickname: "J" } });
      await deleteUserAttributes({ userAttributeKeys: ["nickname"] });
      const { sub, ...rest } = await fetchUserAttributes();
      assert.ok(sub);
      assert.deepEqual(rest, { name: "Jo", email: app.user, email_verified: "true" });

      const address = newAddress();
      const result = await updateUserAttributes({ userAttributes: { email: address } });
      assert.equal(result.email?.nextStep.updateAttributeStep, "CONFIRM_ATTRIBUTE_WITH_CODE");
      await sendUserAttributeVerificationCode({ userAttributeKey: "email" });
      await confirmUserAttribute({
        userAttributeKey: "email",
        confirmationCode: await code(address),
      });
      assert.equal((await fetchUserAttributes()).email_verified, "true");
    });

    it("changes the password", async () => {
      await updatePassword({ oldPassword: password, newPassword: other });
      await signOut();

      await assert.rejects(enter(), { name: "NotAuthorizedException" });
      assert.equal((await signIn({ username: app.user, password: other })).isSignedIn, true);
    });

    it("resets the password", async () => {
      await signOut();
      const { nextStep } = await resetPassword({ username: app.user });
      assert.equal(nextStep.resetPasswordStep, "CONFIRM_RESET_PASSWORD_WITH_CODE");
      await confirmResetPassword({
        username: app.user,
        confirmationCode: await code(),
        newPassword: other,
      });

      assert.equal((await signIn({ username: app.user, password: other })).isSignedIn, true);
    });

    it("refreshes its tokens", async () => {
      const { tokens } = await fetchAuthSession();
      const refreshed = await fetchAuthSession({ forceRefresh: true });

      assert.notEqual(refreshed.tokens!.accessToken.toString(), tokens!.accessToken.toString());
      await assertSignedIn();
    });

    it("signs out everywhere", async () => {
      await signOut({ global: true });

      await assert.rejects(getCurrentUser(), { name: "UserUnAuthenticatedException" });
    });

    it("deletes the user", async () => {
      await deleteUser();

      await assert.rejects(enter(), { name: "UserNotFoundException" });
    });
  });

  it("refreshes rotating tokens again and again", async () => {
    connect(await app.pool.withClient(refreshing.rotating));
    await addUser();
    await enter();

    for (let again = 0; again < 3; again += 1) await fetchAuthSession({ forceRefresh: true });

    await assertSignedIn();
  });
}
