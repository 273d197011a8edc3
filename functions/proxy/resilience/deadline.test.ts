import assert from "node:assert/strict";
import { gatewayLeavesMs } from "./deadline.ts";

describe("gatewayLeavesMs", () => {
  const now = 1_000_000;

  for (const [what, gatewayMs, receivedAt, expected] of [
    ["time for the response", 29_000, now, 28_800],
    ["what a cold start leaves", 29_000, now - 9_000, 19_800],
    ["a part of a short limit", 1_000, now, 900],
    ["no age when clocks differ", 29_000, now - 60_000, 28_800],
    ["no age when the gateway's clock is ahead", 29_000, now + 60_000, 28_800],
    ["a moment when no time is left", 29_000, now - 28_999, 1],
  ] as const) {
    it(`is ${what}`, () => {
      assert.equal(gatewayLeavesMs(gatewayMs, receivedAt, now), expected);
    });
  }
});
