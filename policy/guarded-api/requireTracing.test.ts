import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireTracing as rule } from "./requireTracing.ts";

const type = "aws:apigateway/stage:Stage";

testRule(rule, type, {
  compliant: { stageName: "live", xrayTracingEnabled: true },
  passing: { "a flag that is a text": { xrayTracingEnabled: "true" } },
  failing: {
    "no trace": { xrayTracingEnabled: false },
    "no value": { xrayTracingEnabled: undefined },
  },
  undecided: { "whether it traces": { xrayTracingEnabled: unknown } },
});

describe("require-tracing", () => {
  it("turns tracing on", () => {
    const stage = { stageName: "live" };

    assert.equal(rule.remediate?.(stage, type), true);
    assert.deepEqual(stage, { stageName: "live", xrayTracingEnabled: true });
    assert.equal(rule.remediate?.(stage, type), false);
  });
});
