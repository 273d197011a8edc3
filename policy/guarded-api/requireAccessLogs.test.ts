import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireAccessLogs as rule } from "./requireAccessLogs.ts";

const destinationArn = "arn:aws:logs:us-east-1:123456789012:log-group:access";
const property = "accessLogSettings.destinationArn";

for (const service of ["apigateway", "apigatewayv2"]) {
  testRule(rule, `aws:${service}/stage:Stage`, {
    compliant: { accessLogSettings: { destinationArn, format: "$context.requestId" } },
    passing: {
      "a log that is not known yet": { accessLogSettings: { destinationArn: unknown } },
      "settings that are not known yet": { accessLogSettings: unknown },
    },
    failing: {
      "no log": [{ accessLogSettings: undefined }, property],
      "a log that is empty": [{ accessLogSettings: { destinationArn: "" } }, property],
      "settings without a log": [{ accessLogSettings: { format: "$context.status" } }, property],
    },
  });
}

const madeByTheWay: Record<string, object> = {
  "aws:apigateway/deployment:Deployment": { stageName: "live" },
  "aws:apigatewayv2/api:Api": { protocolType: "HTTP", target: "https://example.com" },
};

describe("require-access-logs", () => {
  for (const [type, props] of Object.entries(madeByTheWay)) {
    it(`fails with a stage that ${type} creates implicitly, and passes without`, () => {
      const [violation] = judge(rule, { type, props }).violations;
      const { violations } = judge(rule, { type, props: { stageName: "", protocolType: "HTTP" } });

      assert.match(violation?.message ?? "", /creates a stage without an access log/);
      assert.deepEqual(violations, []);
    });
  }
});
