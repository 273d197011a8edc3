import assert from "node:assert/strict";
import { allRules } from "./ruleSets.ts";
import { namesWithSeverity, severityOf } from "./severities.ts";

describe("severities", () => {
  it("are those of rules that exist", () => {
    const names = allRules.map(({ name }) => name);
    const strangers = namesWithSeverity.filter((name) => !names.includes(name));
    assert.deepEqual(strangers, []);
  });

  it("are medium for rules that the table does not list", () => {
    assert.equal(severityOf({ name: "require-throttles" }), "medium");
    assert.equal(severityOf({ name: "forbid-paths-from-internet" }), "critical");
  });
});
