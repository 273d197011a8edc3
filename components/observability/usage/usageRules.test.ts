import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UsageRules } from "../index.ts";

const record = (apiKeys: boolean) =>
  recordResources(
    () => new UsageRules("dev", { accessLogNames: ["access", "access/Canary"], apiKeys }),
  );

describe("UsageRules", () => {
  it("creates a rule for each ranking, that of keys only if there are keys", async () => {
    const names = async (apiKeys: boolean) =>
      (await record(apiKeys)).names("ContributorInsightRule");

    assert.deepEqual(await names(false), [
      "dev-calls-by-caller",
      "dev-throttled-by-caller",
      "dev-failures-by-route",
    ]);
    assert.ok((await names(true)).includes("dev-calls-by-key"));
  });

  it("counts lines of all access logs by a field, and only those that a filter lets pass", async () => {
    const recorded = await record(false);

    const { ruleName, ruleDefinition } = recorded.inputs(
      "ContributorInsightRule",
      "dev-failures-by-route",
    );
    assert.equal(ruleName, "dev-failures-by-route");
    assert.deepEqual(JSON.parse(String(ruleDefinition)), {
      Schema: { Name: "CloudWatchLogRule", Version: 1 },
      LogGroupNames: ["access", "access/Canary"],
      LogFormat: "JSON",
      Contribution: { Keys: ["$.route"], Filters: [{ Match: "$.status", StartsWith: ["5"] }] },
      AggregateOn: "Count",
    });
  });
});
