import assert from "node:assert/strict";
import fc from "fast-check";
import { TokenBucket } from "./tokenBucket.ts";

describe("TokenBucket", () => {
  it("accepts a burst at once, then the rate", () => {
    let now = 0;
    const bucket = new TokenBucket({ ratePerSecond: 10, burst: 3 }, () => now);
    const takeAll = () => [bucket.take(), bucket.take(), bucket.take(), bucket.take()];

    const burst = takeAll();
    now = 100;
    const later = takeAll();

    assert.deepEqual(burst, [true, true, true, false]);
    assert.deepEqual(later, [true, false, false, false]);
  });

  for (const limit of [
    { ratePerSecond: 0, burst: 10 },
    { ratePerSecond: 10, burst: 0 },
  ]) {
    it(`accepts nothing with ${JSON.stringify(limit)}`, () => {
      let now = 0;
      const bucket = new TokenBucket(limit, () => (now += 60_000));

      assert.deepEqual([bucket.take(), bucket.take()], [false, false]);
    });
  }

  it("never accepts more than burst + rate × time in any window", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 200 }),
        (ratePerSecond, burst, pausesMs) => {
          let now = 0;
          const bucket = new TokenBucket({ ratePerSecond, burst }, () => now);
          const passedAt: number[] = [];
          for (const pause of pausesMs) {
            now += pause;
            if (bucket.take()) {
              passedAt.push(now);
            }
          }
          passedAt.forEach((from, first) =>
            passedAt.slice(first).forEach((to, count) => {
              const allowed = burst + (ratePerSecond * (to - from)) / 1000;
              assert.ok(count + 1 <= allowed + 1e-6);
            }),
          );
        },
      ),
    );
  });

  it("accepts every request that keeps to the rate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (ratePerSecond) => {
        let now = 0;
        const bucket = new TokenBucket({ ratePerSecond, burst: 1 }, () => now);
        for (let request = 0; request < 50; request += 1) {
          assert.ok(bucket.take());
          now += 1000 / ratePerSecond + 1e-6;
        }
      }),
    );
  });
});
