import assert from "node:assert/strict";
import { checkEmailDomain } from "./emailDomain.ts";

const allowed = ["example.com", "Example.ORG"];

describe("checkEmailDomain", () => {
  for (const email of [
    "jane@example.com",
    "Jane@EXAMPLE.com",
    "j@example.org",
    '"a@b"@example.com',
  ]) {
    it(`admits ${email}`, () => {
      assert.doesNotThrow(() => checkEmailDomain(email, allowed));
    });
  }

  for (const email of [
    "jane@example.net",
    "jane@sub.example.com",
    "jane@notexample.com",
    "jane@example.com.evil.net",
    "jane@example.com@evil.net",
    "jane@example.com ",
    "jane@",
  ]) {
    it(`refuses ${email}`, () => {
      assert.throws(() => checkEmailDomain(email, allowed), { name: "EmailDomainError" });
    });
  }

  for (const email of [undefined, "", "jane"]) {
    it(`asks for an address in place of ${JSON.stringify(email)}`, () => {
      assert.throws(() => checkEmailDomain(email, allowed), {
        message: "An email address is needed to sign up.",
      });
    });
  }

  it("admits every domain where none is named", () => {
    assert.doesNotThrow(() => checkEmailDomain("jane@example.net", []));
    assert.doesNotThrow(() => checkEmailDomain(undefined, []));
  });
});
