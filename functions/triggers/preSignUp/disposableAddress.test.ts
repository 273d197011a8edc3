import assert from "node:assert/strict";
import { environmentOf } from "../../shared/environment.ts";
import { addressCheckOf } from "./disposableAddress.ts";
import { disposableDomains } from "./disposableDomains.ts";

describe("the check for disposable addresses", () => {
  const checkWith = (variables: Record<string, string>) =>
    addressCheckOf(environmentOf({ DISPOSABLE_ADDRESSES: "refuse", ...variables }));

  for (const email of [
    "jane@mailinator.com",
    "jane@MAILINATOR.com",
    "jane@a.b.mailinator.com",
    "jane@mailinator.com.",
    "jane@\uFF4Dailinator\u3002com",
    '"a@example.com"@mailinator.com',
  ]) {
    it(`refuses ${email}`, () => {
      assert.throws(() => checkWith({})(email), { name: "Refusal" });
    });
  }

  for (const email of [
    "jane@example.com",
    "mailinator.com@example.com",
    "jane@notmailinator.com",
    "jane@mailinator.com.example",
    undefined,
    "",
  ]) {
    it(`admits ${email}`, () => {
      assert.doesNotThrow(() => checkWith({})(email));
    });
  }

  it("knows further domains, and exceptions", () => {
    const checkAddress = checkWith({
      DISPOSABLE_DOMAINS: "Soon-Gone.com",
      LASTING_DOMAINS: "yopmail.com",
    });

    assert.throws(() => checkAddress("jane@soon-gone.com"));
    assert.doesNotThrow(() => checkAddress("jane@yopmail.com"));
  });

  it("admits everybody unless it is asked for", () => {
    assert.doesNotThrow(() => addressCheckOf(environmentOf({}))("jane@mailinator.com"));
  });

  it("lists names of domains, each once", () => {
    assert.equal(new Set(disposableDomains).size, disposableDomains.length);
    for (const domain of disposableDomains) assert.match(domain, /^([a-z0-9-]+\.)+[a-z]+$/);
  });
});
