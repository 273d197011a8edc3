import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireUniformSignInErrors as rule } from "./requireUniformSignInErrors.ts";
import { clientType, managedClientType } from "./support/clients.ts";

const property = "preventUserExistenceErrors";

testRule(rule, clientType, {
  compliant: { [property]: "ENABLED" },
  failing: {
    nothing: { [property]: undefined },
    "telling errors": { [property]: "LEGACY" },
  },
  undecided: { which: { [property]: unknown } },
});

testRule(rule, managedClientType, {
  compliant: { [property]: "ENABLED" },
  passing: { "values set by another service": { [property]: undefined } },
  failing: { "telling errors": { [property]: "LEGACY" } },
  undecided: { which: { [property]: unknown } },
});

describe("require-uniform-sign-in-errors", () => {
  it("turns it on, except in clients that another service created", () => {
    const client: Record<string, unknown> = {};

    assert.equal(rule.remediate!(client, managedClientType), false);
    assert.equal(rule.remediate!(client, clientType), true);
    assert.deepEqual(client, { [property]: "ENABLED" });
    assert.equal(rule.remediate!(client, clientType), false);
    assert.equal(rule.remediate!({ [property]: unknown }, clientType), false);
    assert.equal(rule.remediate!({ [property]: "LEGACY" }, managedClientType), true);
  });
});
