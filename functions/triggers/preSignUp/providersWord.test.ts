import assert from "node:assert/strict";
import { environmentOf } from "../../shared/environment.ts";
import { providersWordOf } from "./providersWord.ts";

describe("a provider's word on an address", () => {
  const check = providersWordOf(
    environmentOf({ IDENTITY_PROVIDERS: "Google,Acme,Google_Work", VERIFYING_PROVIDERS: "Google" }),
  );
  const signUp = (userName: string, email_verified?: string) => ({
    userName,
    request: {
      userAttributes: { email: "jane@example.com", ...(email_verified && { email_verified }) },
    },
  });

  for (const verified of ["false", "False", undefined]) {
    it(`is needed of a provider that gives it: email_verified ${verified}`, () => {
      for (const name of ["Google_1", "google_1"]) {
        assert.throws(() => check(signUp(name, verified)), { name: "EmailDomainError" });
      }
    });
  }

  it("admits an address that it calls verified", () => {
    check(signUp("Google_1", "true"));
    check(signUp("google_1", "True"));
  });

  it("is not asked of others, of whose addresses Cognito always says false", () => {
    check(signUp("Acme_jane", "false"));
    check(signUp("Google_Work_1", "false"));
    providersWordOf(environmentOf({}))(signUp("Google_1", "false"));
  });
});
