import {
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  forgetDevice,
  rememberDevice,
  setUpTOTP,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from "aws-amplify/auth";
import assert from "node:assert/strict";
import { Authenticator, newAddress, setFactors } from "../testing/pools.ts";
import type { AmplifyApp } from "./app.ts";

/** Tests of second factors and devices. */
export function testFactors(app: AmplifyApp): void {
  const { addUser, enter, enterBySrp, answer, code, assertSignedIn } = app;

  describe("with a second factor", () => {
    beforeEach(async () => {
      await addUser({
        phone_number: "+4915100000001",
        phone_number_verified: "true",
      });
      await setFactors(app.pool, "OPTIONAL");
      await enter();
    });

    const setUpApp = async () => {
      const { sharedSecret } = await setUpTOTP();
      const authenticator = new Authenticator(sharedSecret);
      await assert.rejects(verifyTOTPSetup({ code: "000000" }), {
        name: "EnableSoftwareTokenMFAException",
      });
      await verifyTOTPSetup({ code: authenticator.next() });
      return authenticator;
    };

    it("signs in with an authenticator app", async () => {
      const authenticator = await setUpApp();
      await updateMFAPreference({ totp: "PREFERRED" });
      assert.deepEqual(await fetchMFAPreference(), { enabled: ["TOTP"], preferred: "TOTP" });
      await signOut();

      const { nextStep } = await enter();
      assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_TOTP_CODE");
      await answer(authenticator.next());

      await assertSignedIn();
    });

    for (const [type, step, address] of [
      ["SMS", "CONFIRM_SIGN_IN_WITH_SMS_CODE", "+4915100000001"],
      ["EMAIL", "CONFIRM_SIGN_IN_WITH_EMAIL_CODE", undefined],
    ] as const) {
      it(`signs in with a code by ${type}`, async () => {
        await updateMFAPreference(type === "SMS" ? { sms: "PREFERRED" } : { email: "PREFERRED" });
        await signOut();

        assert.equal((await enter()).nextStep.signInStep, step);
        await answer(await code(address));

        await assertSignedIn();
      });
    }

    it("chooses among several", async () => {
      const authenticator = await setUpApp();
      await updateMFAPreference({ totp: "ENABLED", sms: "ENABLED", email: "ENABLED" });
      await signOut();

      const { nextStep } = await enter();
      assert.deepEqual(nextStep, {
        signInStep: "CONTINUE_SIGN_IN_WITH_MFA_SELECTION",
        allowedMFATypes: ["SMS", "TOTP", "EMAIL"],
      });
      await answer("TOTP");
      await answer(authenticator.next());
      await assertSignedIn();
      await updateMFAPreference({ totp: "DISABLED", sms: "DISABLED", email: "DISABLED" });
      assert.deepEqual(await fetchMFAPreference(), { enabled: undefined, preferred: undefined });
    });
  });

  describe("sets up a second factor that the pool requires", () => {
    it("an authenticator app", async () => {
      await addUser({ email_verified: "false" });
      await setFactors(app.pool, "ON");
      const { nextStep } = await enter();
      assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION");

      const chosen = await answer("TOTP");
      assert.equal(chosen.nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_TOTP_SETUP");
      const { sharedSecret } = (chosen.nextStep as { totpSetupDetails: { sharedSecret: string } })
        .totpSetupDetails;
      const authenticator = new Authenticator(sharedSecret);
      await answer(authenticator.next());
      await assertSignedIn();
      await signOut();

      await enter();
      await answer(authenticator.next());
      await assertSignedIn();
    });

    it("an address", async () => {
      await addUser({ email_verified: "false" });
      await setFactors(app.pool, "ON");
      await enter();
      await answer("EMAIL");
      const address = newAddress();

      const { nextStep } = await answer(address);
      assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
      await answer(await code(address));

      await assertSignedIn(address);
    });
  });

  describe("remembers devices", () => {
    const DeviceConfiguration = {
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    };

    before(() => app.pool.update({ DeviceConfiguration }));
    after(() => app.pool.update({ DeviceConfiguration: undefined }));

    it("and asks them instead of the second factor", async () => {
      await addUser();
      await setFactors(app.pool, "OPTIONAL");
      await enterBySrp();
      await updateMFAPreference({ email: "PREFERRED" });
      await signOut();
      await enterBySrp();
      await answer(await code());
      await rememberDevice();
      const [device] = await fetchDevices();
      assert.ok(device?.id);
      await fetchAuthSession({ forceRefresh: true });
      await signOut();

      assert.equal((await enterBySrp()).isSignedIn, true);
      assert.equal((await fetchDevices()).length, 1);
      await forgetDevice();
      assert.deepEqual(await fetchDevices(), []);
      await signOut();

      assert.equal((await enterBySrp()).nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
    });

    it("and signs in again when a device was forgotten elsewhere", async () => {
      await addUser();
      await enterBySrp();
      await rememberDevice();
      const [device] = await fetchDevices();
      await app.pool.forgetDevice(app.user, device!.id);
      await signOut();

      assert.equal((await enterBySrp()).isSignedIn, true);
    });
  });
}
