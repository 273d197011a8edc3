import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPlainPasswordFlow } from "./forbidPlainPasswordFlow.ts";
import { temporaryStacks } from "./support/temporaryStacks.ts";

// Test resources are in a stack named dev.
const rule = {
  ...forbidPlainPasswordFlow,
  settings: { temporaryStacks: { ...temporaryStacks, default: [] } },
};
const plain = { explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"] };

describe("forbid-plain-password-flow", () => {
  for (const type of rule.types) {
    testRule(rule, type, {
      compliant: { explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] },
      passing: {
        "no flows": { explicitAuthFlows: undefined },
        "flows for administrators": {
          explicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"],
        },
      },
      failing: {
        "plain passwords": [plain, "explicitAuthFlows[1]"],
        "plain passwords by the old name": { explicitAuthFlows: ["USER_PASSWORD_AUTH"] },
      },
      undecided: { "the flows": { explicitAuthFlows: unknown } },
    });

    it("skips temporary stacks", () => {
      assert.deepEqual(judge(forbidPlainPasswordFlow, { type, props: plain }).violations, []);
    });
  }

  it("is an advisory", () => assert.equal(rule.level, "advisory"));
});
