import assert from "node:assert/strict";
import { accountLimit } from "./accountLimit.ts";

describe("accountLimit", () => {
  it("is 10,000 requests per second with bursts of 5,000", () => {
    assert.deepEqual(accountLimit("us-east-1"), { ratePerSecond: 10_000, burst: 5000 });
  });

  it("is a quarter of that in the smaller regions", () => {
    assert.deepEqual(accountLimit("af-south-1"), { ratePerSecond: 2500, burst: 1250 });
  });
});
