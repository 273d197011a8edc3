import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireMultiFactorAuthentication as rule } from "./requireMultiFactorAuthentication.ts";

const type = "aws:cognito/userPool:UserPool";

testRule(rule, type, {
  compliant: { mfaConfiguration: "ON" },
  failing: {
    "users who choose": { mfaConfiguration: "OPTIONAL" },
    "it turned off": { mfaConfiguration: "OFF" },
    nothing: { mfaConfiguration: undefined },
  },
  undecided: { whether: { mfaConfiguration: unknown } },
});

describe("require-multi-factor-authentication", () => {
  it("is off by default", () => assert.equal(rule.level, "disabled"));

  it("lets users choose if configured", () => {
    const violations = (mfaConfiguration: string) =>
      judge(rule, { type, props: { mfaConfiguration } }, { mfa: "OPTIONAL" }).violations.length;

    assert.deepEqual(["ON", "OPTIONAL", "OFF"].map(violations), [0, 0, 1]);
  });
});
