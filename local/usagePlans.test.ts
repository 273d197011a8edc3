import assert from "node:assert/strict";
import { apiKeyValues, planIds, usageNames } from "./usagePlans.ts";

const usagePlans = { gold: { id: "p1", keys: { acme: "k1" } }, free: { id: "p2", keys: {} } };

describe("names of usage plans", () => {
  it("are read from the stack's outputs, by id", () => {
    assert.deepEqual(
      [...usageNames({ usagePlans })],
      [
        ["p1", "gold"],
        ["k1", "acme"],
        ["p2", "free"],
      ],
    );
  });

  for (const other of [undefined, "gold", ["p1"], { gold: "p1" }, { gold: { id: "p1" } }]) {
    it(`are empty for an output of another form: ${JSON.stringify(other)}`, () => {
      assert.deepEqual(planIds({ usagePlans: other }), {});
      assert.equal(usageNames({ usagePlans: other }).size, 0);
    });
  }

  it("and key values are read only from an output of names and strings", () => {
    assert.deepEqual(apiKeyValues({ apiKeys: { acme: "value" } }), { acme: "value" });
    assert.equal(apiKeyValues({ apiKeys: ["value"] }), undefined);
    assert.equal(apiKeyValues({}), undefined);
  });
});
