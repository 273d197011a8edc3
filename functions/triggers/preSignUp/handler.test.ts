import assert from "node:assert/strict";
import type { PreSignUpTriggerEvent } from "aws-lambda";
import { testTrigger } from "../testEvent.ts";

describe("preSignUp", () => {
  let handler: (event: PreSignUpTriggerEvent) => Promise<PreSignUpTriggerEvent>;

  before(async () => {
    process.env["ALLOWED_EMAIL_DOMAINS"] = "example.com";
    ({ handler } = await import("./handler.ts"));
  });

  after(() => {
    delete process.env["ALLOWED_EMAIL_DOMAINS"];
  });

  const signUp = (triggerSource: PreSignUpTriggerEvent["triggerSource"], email: string) =>
    handler({
      ...testTrigger,
      triggerSource,
      request: { userAttributes: { email } },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });

  for (const source of ["PreSignUp_SignUp", "PreSignUp_ExternalProvider"] as const) {
    it(`lets an allowed domain through ${source} without confirming anything`, async () => {
      const { response } = await signUp(source, "jane@example.com");

      assert.deepEqual(Object.values(response), [false, false, false]);
    });

    it(`tells a user of another domain at ${source} that it can't be`, async () => {
      await assert.rejects(signUp(source, "jane@example.net"), {
        name: "EmailDomainError",
        message: "Addresses of example.net can't sign up here.",
      });
    });
  }

  it("leaves it to administrators whom they create", async () => {
    await assert.doesNotReject(signUp("PreSignUp_AdminCreateUser", "jane@example.net"));
  });
});
