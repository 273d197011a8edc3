import assert from "node:assert/strict";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf, createAdmission } from "./admission.ts";
import { asciiLowerCase } from "./emailDomain.ts";

describe("admission", () => {
  let invited: Set<string>;
  let asked: number;
  const admission = createAdmission(["example.com"], {
    add: async (address) => void invited.add(asciiLowerCase(address)),
    has: async (address) => {
      asked += 1;
      return invited.has(asciiLowerCase(address));
    },
  });

  beforeEach(() => {
    invited = new Set();
    asked = 0;
  });

  it("admits an allowed domain without looking for an invitation", async () => {
    admission.checkSignUp("jane@example.com");
    await admission.checkSignIn("Jane@Example.com");
    await admission.invite("jane@example.com");

    assert.deepEqual([asked, invited.size], [0, 0]);
  });

  it("admits users created by an administrator, only with that address", async () => {
    await admission.invite("Bob@partner.net");

    await admission.checkSignIn("bob@partner.net");
    await assert.rejects(admission.checkSignIn("bob@evil.net"), {
      name: "EmailDomainError",
      message: "Addresses of evil.net can't sign in here.",
    });
    assert.throws(() => admission.checkSignUp("bob@partner.net"), { name: "EmailDomainError" });
  });

  for (const email of [undefined, "", "jane"]) {
    it(`refuses the address ${JSON.stringify(email)}`, async () => {
      await assert.rejects(admission.checkSignIn(email), {
        message: "An email address is needed to sign in.",
      });
    });
  }

  it("requires a table only if domains are limited", async () => {
    const open = admissionOf(environmentOf({}));
    await open.invite("jane@example.net");
    await open.checkSignIn(undefined);

    assert.throws(() => admissionOf(environmentOf({ ALLOWED_EMAIL_DOMAINS: "example.com" })), {
      name: "EnvironmentError",
    });
  });
});
