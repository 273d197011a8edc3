import assert from "node:assert/strict";
import { allRules } from "./ruleSets.ts";
import { namesWithSeverity, severityOf } from "./severities.ts";

describe("severities", () => {
  it("are listed once for each rule, and for nothing else", () => {
    const names = allRules.map(({ name }) => name);
    assert.deepEqual(namesWithSeverity.toSorted(), names.toSorted());
  });

  it("are medium for a team's own rules", () => {
    assert.equal(severityOf({ name: "our-rule" }), "medium");
    assert.equal(severityOf({ name: "forbid-paths-from-internet" }), "critical");
  });
});
