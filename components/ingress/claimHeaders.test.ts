import assert from "node:assert/strict";
import { claimHeadersRule } from "./claimHeaders.ts";

describe("headers of a platform's own claims", () => {
  for (const given of [
    {},
    { "x-user-plan": "custom:plan", "x-tenant": "tenant", "x-user-email": false },
  ]) {
    it(`can be ${JSON.stringify(given)}`, () => {
      assert.deepEqual(claimHeadersRule(given, "claims"), []);
    });
  }

  for (const name of [
    ...["authorization", "cookie", "host", "content-type", "X-User-Plan", "x_user_plan", "x-"],
    ...["x-forwarded-for", "x-correlation-id", "x-edge-secret", "x-user-assertion", "x-a--b"],
    ...["x-amzn-trace-id", "x-http-method-override", "x-original-url", "x-user-plän", "x-a\r\nb"],
  ]) {
    it(`can't be named ${JSON.stringify(name)}`, () => {
      const [fault] = claimHeadersRule({ [name]: "plan" }, "claims");
      assert.match(fault!.allowed, /begin with x-/);
    });
  }

  for (const claim of ["", "a b", true, 1, null, "ä"]) {
    it(`can't have the claim ${JSON.stringify(claim)}`, () => {
      assert.equal(claimHeadersRule({ "x-user-plan": claim }, "claims").length, 1);
    });
  }
});
