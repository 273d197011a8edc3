import assert from "node:assert/strict";
import fc from "fast-check";
import { nextDelayMs } from "./backoff.ts";

describe("nextDelayMs", () => {
  it("lies between the base and three times the previous delay, and below the maximum", () => {
    const limits = { baseDelayMs: 25, maxDelayMs: 1_000 };
    const previous = fc.double({ min: 25, max: 1_000, noNaN: true });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

    fc.assert(
      fc.property(previous, random, (before, draw) => {
        const delay = nextDelayMs(before, limits, draw);
        assert.ok(delay >= 25 && delay <= Math.min(1_000, before * 3));
      }),
    );
    assert.equal(nextDelayMs(25, limits, 0.5), 50);
    assert.equal(nextDelayMs(1_000, limits, 0.9), 1_000);
  });
});
