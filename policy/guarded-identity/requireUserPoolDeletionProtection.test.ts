import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireUserPoolDeletionProtection } from "./requireUserPoolDeletionProtection.ts";
import { temporaryStacks } from "./support/temporaryStacks.ts";

// Test resources are in a stack named dev.
const rule = {
  ...requireUserPoolDeletionProtection,
  settings: { temporaryStacks: { ...temporaryStacks, default: [] } },
};
const type = "aws:cognito/userPool:UserPool";

testRule(rule, type, {
  compliant: { name: "users", deletionProtection: "ACTIVE" },
  failing: {
    nothing: { deletionProtection: undefined },
    "it turned off": { deletionProtection: "INACTIVE" },
  },
  undecided: { whether: { deletionProtection: unknown } },
});

describe("require-user-pool-deletion-protection", () => {
  it("skips temporary stacks", () => {
    const { violations } = judge(requireUserPoolDeletionProtection, { type, props: {} });

    assert.deepEqual(violations, []);
  });

  it("protects a pool", () => {
    const pool: Record<string, unknown> = { name: "users", deletionProtection: "INACTIVE" };

    assert.equal(rule.remediate!(pool, type), true);
    assert.deepEqual(pool, { name: "users", deletionProtection: "ACTIVE" });
    assert.equal(rule.remediate!(pool, type), false);
    assert.equal(rule.remediate!({ deletionProtection: unknown }, type), false);
  });
});
