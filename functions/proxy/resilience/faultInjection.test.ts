import assert from "node:assert/strict";
import { drawFault, headerFaults } from "./faultInjection.ts";

describe("fault injection", () => {
  it("draws errors and black holes by their shares, never both", () => {
    const options = { errorShare: 0.2, errorStatus: 502, blackHoleShare: 0.1 };
    const draw = (random: number) => drawFault(options, () => random);

    assert.deepEqual(draw(0.05), { latencyMs: 0, status: undefined, isBlackHole: true });
    assert.deepEqual(draw(0.15), { latencyMs: 0, status: 502, isBlackHole: false });
    assert.deepEqual(draw(0.35), { latencyMs: 0, status: undefined, isBlackHole: false });
  });

  it("adds latency to its share of the attempts", () => {
    const options = { latencyMs: 100, latencyShare: 0.5 };

    assert.equal(drawFault(options, () => 0.4).latencyMs, 100);
    assert.equal(drawFault(options, () => 0.6).latencyMs, 0);
  });

  for (const [header, expected] of [
    ["latency=500", { latencyMs: 500 }],
    ["latency=500, error=503", { latencyMs: 500, errorShare: 1, errorStatus: 503 }],
    ["blackhole", { latencyMs: 0, blackHoleShare: 1 }],
    ["error=200", { latencyMs: 0 }],
    ["latency=-1,xerror=500,blackholes", { latencyMs: 0 }],
    ["", { latencyMs: 0 }],
  ] as const) {
    it(`reads the header "${header}"`, () => {
      assert.deepEqual(headerFaults(header), expected);
    });
  }
});
