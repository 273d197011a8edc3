import assert from "node:assert/strict";
import fc from "fast-check";
import { GatewayError } from "../response/gatewayError.ts";
import { UsageMeter } from "./meter.ts";
import type { UsagePlanModel } from "./plans.ts";
import { periodStart } from "./quota.ts";

const stage = (stageName: string, throttles = new Map()) => ({
  apiId: "abc123",
  stageName,
  throttles,
});

const plan = (more: Partial<UsagePlanModel> = {}): UsagePlanModel => ({
  id: "p1",
  name: "gold",
  throttle: {},
  quota: undefined,
  stages: [stage("dev"), stage("beta")],
  keys: [
    { id: "k1", name: "acme", value: "value-acme", enabled: true },
    { id: "k2", name: "umbrella", value: "value-umbrella", enabled: true },
  ],
  ...more,
});

/** Returns a function that makes a call and returns `ok` or the gateway error's type. */
function caller(meter: UsageMeter, value: string, stageName = "dev") {
  const subscriber = meter.forStage("abc123", stageName).get(value)!;
  return (method = "GET /orders"): string => {
    try {
      subscriber.admit("abc123", stageName, [method]);
    } catch (error) {
      return (error as GatewayError).type;
    }
    subscriber.counter.count();
    return "ok";
  };
}

const clock = () => 0;

describe("UsageMeter", () => {
  it("applies a plan's throttle to each key separately, over all stages", () => {
    const meter = new UsageMeter([plan({ throttle: { ratePerSecond: 1, burst: 2 } })], { clock });
    const [dev, beta] = [caller(meter, "value-acme"), caller(meter, "value-acme", "beta")];

    assert.deepEqual([dev(), beta(), dev(), beta()], ["ok", "ok", "THROTTLED", "THROTTLED"]);
    assert.equal(caller(meter, "value-umbrella")(), "ok");
  });

  it("applies a method's throttle in addition to the plan's", () => {
    const throttles = new Map([["GET /orders", { ratePerSecond: 1, burst: 1 }]]);
    const stages = [stage("dev", throttles)];
    const gold = plan({ throttle: { ratePerSecond: 1, burst: 2 }, stages });
    const call = caller(new UsageMeter([gold], { clock }), "value-acme");

    const responses = ["GET /orders", "GET /orders", "GET /catalog", "GET /catalog"].map(call);

    assert.deepEqual(responses, ["ok", "THROTTLED", "ok", "THROTTLED"]);
  });

  it("refuses calls over the quota, and does not count them", () => {
    const quota = { limit: 2, period: "DAY", offset: 0 } as const;
    const meter = new UsageMeter([plan({ quota })]);
    const call = caller(meter, "value-acme");

    assert.deepEqual(
      [call(), call(), call(), call()],
      ["ok", "ok", "QUOTA_EXCEEDED", "QUOTA_EXCEEDED"],
    );
    assert.deepEqual(meter.report(), [
      {
        plan: "gold",
        planId: "p1",
        quota: { limit: 2, period: "DAY" },
        keys: [
          { key: "acme", keyId: "k1", usedToday: 2, remaining: 0 },
          { key: "umbrella", keyId: "k2", usedToday: 0, remaining: 2 },
        ],
      },
    ]);
  });

  it("ignores disabled keys and keys of other stages", () => {
    const keys = [{ id: "k1", name: "acme", value: "value-acme", enabled: false }];

    assert.equal(new UsageMeter([plan()]).forStage("abc123", "prod").size, 0);
    assert.equal(new UsageMeter([plan()]).forStage("other", "dev").size, 0);
    assert.equal(new UsageMeter([plan({ keys })]).forStage("abc123", "dev").size, 0);
  });

  it("never accepts more than burst + rate × time or the quota of a key", () => {
    const schedule = fc.array(
      fc.record({
        pauseMs: fc.oneof(
          fc.integer({ min: 0, max: 300 }),
          fc.integer({ min: 0, max: 40_000_000 }),
        ),
        key: fc.constantFrom("value-acme", "value-umbrella"),
        stageName: fc.constantFrom("dev", "beta"),
        method: fc.constantFrom("GET /orders", "GET /catalog"),
      }),
      { minLength: 1, maxLength: 150 },
    );
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 30 }),
        schedule,
        (ratePerSecond, burst, limit, calls) => {
          let now = Date.parse("2026-02-27T22:00:00Z");
          const quota = { limit, period: "DAY", offset: 0 } as const;
          const gold = plan({ throttle: { ratePerSecond, burst }, quota });
          const meter = new UsageMeter([gold], { clock: () => now, now: () => now });
          const passedAt = new Map<string, number[]>();
          for (const { pauseMs, key, stageName, method } of calls) {
            now += pauseMs;
            if (caller(meter, key, stageName)(method) !== "ok") continue;
            passedAt.set(key, [...(passedAt.get(key) ?? []), now]);
          }
          for (const times of passedAt.values()) {
            assertBucket(times, ratePerSecond, burst);
            const days = times.map((time) => periodStart("DAY", time));
            for (const day of days) {
              assert.ok(days.filter((other) => other === day).length <= limit);
            }
          }
        },
      ),
    );
  });
});

/** Asserts the limit for any window from one accepted call to another. */
function assertBucket(times: readonly number[], ratePerSecond: number, burst: number): void {
  times.forEach((from, first) =>
    times.slice(first).forEach((to, count) => {
      assert.ok(count + 1 <= burst + (ratePerSecond * (to - from)) / 1000 + 1e-6);
    }),
  );
}
