import assert from "node:assert/strict";
import fc from "fast-check";
import type { QuotaPeriod } from "./plans.ts";
import { periodStart, QuotaCounter } from "./quota.ts";

const at = (text: string) => Date.parse(text);

describe("periodStart", () => {
  for (const [period, moment, start] of [
    ["DAY", "2026-03-01T23:59:59.999Z", "2026-03-01"],
    ["WEEK", "2026-03-01T00:00:00Z", "2026-03-01"], // a Sunday
    ["WEEK", "2026-03-07T23:59:59Z", "2026-03-01"],
    ["WEEK", "2026-01-01T12:00:00Z", "2025-12-28"],
    ["MONTH", "2026-02-28T23:59:59Z", "2026-02-01"],
    ["MONTH", "2026-03-01T00:00:00Z", "2026-03-01"],
  ] as const) {
    it(`is ${start} for the ${period} of ${moment}`, () => {
      assert.equal(periodStart(period, at(moment)), at(start));
    });
  }
});

describe("QuotaCounter", () => {
  it("counts down to 0 and restarts at midnight UTC", () => {
    let now = at("2026-03-02T23:59:00Z");
    const counter = new QuotaCounter({ limit: 2, period: "DAY", offset: 0 }, () => now);

    counter.count();
    counter.count();
    const atTheEnd = [counter.remaining, counter.usedToday];
    now = at("2026-03-03T00:00:00Z");

    assert.deepEqual(atTheEnd, [0, 2]);
    assert.deepEqual([counter.remaining, counter.usedToday], [2, 0]);
  });

  it("subtracts the offset from the first period only", () => {
    let now = at("2026-03-20T00:00:00Z");
    const counter = new QuotaCounter({ limit: 10, period: "MONTH", offset: 7 }, () => now);

    const first = counter.remaining;
    now = at("2026-04-01T00:00:00Z");

    assert.deepEqual([first, counter.remaining], [3, 10]);
  });

  it("keeps a month's count across days", () => {
    let now = at("2026-03-01T00:00:00Z");
    const counter = new QuotaCounter({ limit: 10, period: "MONTH", offset: 0 }, () => now);

    counter.count();
    now = at("2026-03-31T23:59:59Z");
    counter.count();

    assert.deepEqual([counter.remaining, counter.usedToday], [8, 1]);
  });

  it("also counts without a quota, for reports", () => {
    const counter = new QuotaCounter(undefined, () => 0);

    counter.count();

    assert.deepEqual([counter.remaining, counter.usedToday], [undefined, 1]);
  });

  it("never accepts more calls in a period than its limit", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<QuotaPeriod>("DAY", "WEEK", "MONTH"),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 30 * 3_600_000 }), { maxLength: 200 }),
        (period, limit, pausesMs) => {
          let now = at("2026-02-20T10:00:00Z");
          const counter = new QuotaCounter({ limit, period, offset: 0 }, () => now);
          const passed = new Map<number, number>();
          for (const pause of pausesMs) {
            now += pause;
            const start = periodStart(period, now);
            const before = passed.get(start) ?? 0;
            assert.equal(counter.remaining, limit - before);
            if (counter.remaining === 0) continue;
            counter.count();
            passed.set(start, before + 1);
          }
          assert.ok([...passed.values()].every((count) => count <= limit));
        },
      ),
    );
  });
});
