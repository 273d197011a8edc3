import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireHttpsCallbacks } from "./requireHttpsCallbacks.ts";
import { temporaryStacks } from "./support/temporaryStacks.ts";

// Test resources are in a stack named dev.
const rule = {
  ...requireHttpsCallbacks,
  settings: {
    ...requireHttpsCallbacks.settings!,
    temporaryStacks: { ...temporaryStacks, default: [] },
  },
};
const type = "aws:cognito/userPoolClient:UserPoolClient";
const local = { callbackUrls: ["http://localhost:3000/callback"] };

testRule(rule, type, {
  compliant: {
    callbackUrls: ["https://example.com/callback"],
    logoutUrls: ["https://example.com/"],
  },
  passing: {
    "no addresses": { callbackUrls: undefined, logoutUrls: undefined },
    "an app's own scheme": { callbackUrls: ["myapp://callback", "com.example.app:/callback"] },
    "localhost with TLS": { callbackUrls: ["https://localhost:3000"] },
    "values that Cognito refuses": { callbackUrls: ["example.com/callback", 7] },
  },
  failing: {
    "an address without TLS": { callbackUrls: ["http://example.com"] },
    "one address without TLS": [
      { callbackUrls: ["https://example.com", "HTTP://example.com"] },
      "callbackUrls[1]",
    ],
    "one beside an unknown one": [{ callbackUrls: [unknown, "http://a.com"] }, "callbackUrls[1]"],
    "a way out without TLS": { logoutUrls: ["http://example.com"] },
    "a default without TLS": { defaultRedirectUri: "http://a.com" },
    localhost: [local, "callbackUrls[0]"],
    "a script": { callbackUrls: ["javascript:alert(1)"] },
  },
  undecided: { "an address": { callbackUrls: [unknown] } },
});

const found = (props: object, config: object) =>
  judge(requireHttpsCallbacks, { type, props }, config).violations.length;

describe("require-https-callbacks", () => {
  it("allows localhost in temporary stacks, or everywhere if configured", () => {
    assert.equal(found(local, {}), 0);
    assert.equal(found(local, { temporaryStacks: [] }), 1);
    assert.equal(found(local, { temporaryStacks: [], allowLocalhost: true }), 0);
  });

  it("accepts only localhost itself", () => {
    const urls = ["http://localhost.example.com", "http://127.0.0.1.example.com", "http://a.b"];

    assert.equal(found({ callbackUrls: urls }, { allowLocalhost: true }), 3);
  });
});
