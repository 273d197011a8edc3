import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireTokenRevocation as rule } from "./requireTokenRevocation.ts";

describe("require-token-revocation", () => {
  for (const type of rule.types) {
    testRule(rule, type, {
      compliant: { enableTokenRevocation: true },
      passing: {
        nothing: { enableTokenRevocation: undefined },
        "a text": { enableTokenRevocation: "true" },
      },
      failing: {
        "it turned off": { enableTokenRevocation: false },
        "it turned off by a text": { enableTokenRevocation: "false" },
      },
      undecided: { whether: { enableTokenRevocation: unknown } },
    });

    it("turns it on", () => {
      const client: Record<string, unknown> = { enableTokenRevocation: false };

      assert.equal(rule.remediate!(client, type), true);
      assert.deepEqual(client, { enableTokenRevocation: true });
      assert.equal(rule.remediate!(client, type), false);
      assert.equal(rule.remediate!({}, type), false);
      assert.equal(rule.remediate!({ enableTokenRevocation: unknown }, type), false);
    });
  }
});
