import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireLogRetention as rule } from "./requireLogRetention.ts";

const type = "aws:cloudwatch/logGroup:LogGroup";

testRule(rule, type, {
  compliant: { retentionInDays: 30 },
  passing: {
    "a text": { retentionInDays: "30" },
    "logs that pass through": { retentionInDays: undefined, logGroupClass: "DELIVERY" },
  },
  failing: {
    nothing: { retentionInDays: undefined },
    "no end": { retentionInDays: 0 },
    "unlimited retention in the infrequent access class": [
      { retentionInDays: undefined, logGroupClass: "INFREQUENT_ACCESS" },
      "retentionInDays",
    ],
  },
  undecided: { "how long": { retentionInDays: unknown } },
});

describe("require-log-retention", () => {
  it("requires the configured number of days", () => {
    const judged = (retentionInDays: number) =>
      judge(rule, { type, props: { retentionInDays } }, { leastDays: 365 }).violations;

    assert.deepEqual(judged(365), []);
    assert.match(
      judged(30)[0]!.message,
      /Logs are deleted before 365 days: retentionInDays is 30\./,
    );
  });
});
