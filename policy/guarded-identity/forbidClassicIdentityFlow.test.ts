import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidClassicIdentityFlow as rule } from "./forbidClassicIdentityFlow.ts";

describe("forbid-classic-identity-flow", () => {
  testRule(rule, {
    compliant: {
      type: "aws:cognito/identityPool:IdentityPool",
      props: { identityPoolName: "users", allowClassicFlow: false },
    },
    passing: { "no word of it": { allowClassicFlow: undefined } },
    failing: {
      "the classic flow": [{ allowClassicFlow: true }, "allowClassicFlow"],
      "the classic flow by a text": [{ allowClassicFlow: "true" }, "allowClassicFlow"],
    },
    undecided: { whether: { allowClassicFlow: unknown } },
  });

  it("is an advisory", () => assert.equal(rule.level, "advisory"));
});
