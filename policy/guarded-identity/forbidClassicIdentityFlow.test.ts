import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidClassicIdentityFlow as rule } from "./forbidClassicIdentityFlow.ts";

testRule(rule, "aws:cognito/identityPool:IdentityPool", {
  compliant: { identityPoolName: "users", allowClassicFlow: false },
  passing: { "no word of it": { allowClassicFlow: undefined } },
  failing: {
    "the classic flow": { allowClassicFlow: true },
    "the classic flow by a text": { allowClassicFlow: "true" },
  },
  undecided: { whether: { allowClassicFlow: unknown } },
});

describe("forbid-classic-identity-flow", () => {
  it("is an advisory", () => assert.equal(rule.level, "advisory"));
});
