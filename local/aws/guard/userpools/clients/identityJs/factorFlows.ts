import assert from "node:assert/strict";
import { Authenticator, setFactors } from "../testing/pools.ts";
import { assertEvent, called, done, type IdentityApp } from "./app.ts";

/** Tests of second factors and devices. */
export function testFactors(app: IdentityApp): void {
  const { addUser, enter, code, newUser } = app;

  describe("with a second factor", () => {
    const phone = "+4915100000002";

    beforeEach(async () => {
      await addUser({ phone_number: phone, phone_number_verified: "true" });
      await setFactors(app.pool, "OPTIONAL");
      await enter();
    });

    const setUpApp = async () => {
      const { value } = await called((callbacks) => app.user.associateSoftwareToken(callbacks));
      const authenticator = new Authenticator(value as string);
      await called((callbacks) =>
        app.user.verifySoftwareToken(authenticator.next(), "phone", callbacks),
      );
      return authenticator;
    };
    /** The library sends null for the factor that it does not change. */
    const prefer = (factor: "sms" | "totp", PreferredMfa = true) => {
      const settings = { Enabled: true, PreferredMfa };
      return done((callback) =>
        app.user.setUserMfaPreference(
          factor === "sms" ? settings : null,
          factor === "totp" ? settings : null,
          callback,
        ),
      );
    };
    const send = (text: string, type?: string) =>
      called((callbacks) => app.user.sendMFACode(text, callbacks, type));

    it("signs in with an authenticator app", async () => {
      const authenticator = await setUpApp();
      await prefer("totp");
      const data = await done<{ PreferredMfaSetting: string }>((callback) =>
        app.user.getUserData((error, result) => callback(error, result as never), {
          bypassCache: true,
        }),
      );
      assert.equal(data.PreferredMfaSetting, "SOFTWARE_TOKEN_MFA");

      assertEvent(await enter(), "totpRequired");
      await assert.rejects(send("000000", "SOFTWARE_TOKEN_MFA"), { name: "CodeMismatchException" });
      assertEvent(await send(authenticator.next(), "SOFTWARE_TOKEN_MFA"), "onSuccess");
    });

    it("signs in with a text message", async () => {
      await prefer("sms");

      assertEvent(await enter(), "mfaRequired");
      assertEvent(await send(await code(phone)), "onSuccess");
    });

    it("signs in with a text message by the former setting", async () => {
      await done((callback) => app.user.enableMFA(callback));
      assertEvent(await enter(), "mfaRequired");
      assertEvent(await send(await code(phone)), "onSuccess");
      await done((callback) => app.user.disableMFA(callback));

      assertEvent(await enter(), "onSuccess");
    });

    it("chooses between two", async () => {
      const authenticator = await setUpApp();
      await prefer("totp", false);
      await prefer("sms", false);

      assertEvent(await enter(), "selectMFAType");
      const chosen = await called((callbacks) =>
        app.user.sendMFASelectionAnswer("SOFTWARE_TOKEN_MFA", callbacks),
      );
      assertEvent(chosen, "totpRequired");
      assertEvent(await send(authenticator.next(), "SOFTWARE_TOKEN_MFA"), "onSuccess");
    });
  });

  it("sets up the authenticator app that the pool requires", async () => {
    await addUser({ email_verified: "false" });
    await setFactors(app.pool, "ON");
    assertEvent(await enter(), "mfaSetup");
    const { value } = await called((callbacks) => app.user.associateSoftwareToken(callbacks));
    const authenticator = new Authenticator(value as string);

    assertEvent(
      await called((callbacks) =>
        app.user.verifySoftwareToken(authenticator.next(), "phone", callbacks),
      ),
      "onSuccess",
    );
  });

  describe("remembers devices", () => {
    const DeviceConfiguration = {
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    };

    before(() => app.pool.update({ DeviceConfiguration }));
    after(() => app.pool.update({ DeviceConfiguration: undefined }));

    it("and proves that it is one", async () => {
      await addUser();
      await enter();
      const list = async () => {
        const { value } = await called((callbacks) => app.user.listDevices(10, null, callbacks));
        return (value as { Devices: { DeviceKey: string }[] }).Devices;
      };
      assert.equal((await list()).length, 1);
      await called((callbacks) => app.user.setDeviceStatusRemembered(callbacks));
      await called((callbacks) => app.user.getDevice(callbacks));
      await done((callback) =>
        app.user.refreshSession(app.user.getSignInUserSession()!.getRefreshToken(), callback),
      );

      app.user = newUser();
      assertEvent(await enter(), "onSuccess");
      assert.equal((await list()).length, 1);
      await called((callbacks) => app.user.setDeviceStatusNotRemembered(callbacks));
      await called((callbacks) => app.user.forgetDevice(callbacks));
      assert.deepEqual(await list(), []);

      // The library sends the forgotten device, is refused, and signs in without.
      app.user = newUser();
      assertEvent(await enter(), "onSuccess");
    });
  });
}
