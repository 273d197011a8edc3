import assert from "node:assert/strict";
import { createLimiters, type Limiter } from "./limits.ts";
import type { StageThrottles } from "./settings.ts";
import { TokenBucket } from "./tokenBucket.ts";

const clock = () => 0;

function countPassing(limiter: Limiter): number {
  let passed = 0;
  while (passed < 100 && limiter() === undefined) {
    passed += 1;
  }
  return passed;
}

describe("createLimiters", () => {
  const throttles: StageThrottles = {
    everyMethod: { ratePerSecond: 10, burst: 4 },
    methods: new Map([
      ["GET /orders", { ratePerSecond: 1, burst: 2 }],
      ["POST /orders", { ratePerSecond: 1 }],
      ["ANY /any", { burst: 3 }],
    ]),
  };
  const largeBucket = () => new TokenBucket({ ratePerSecond: 1000, burst: 1000 }, clock);
  const passing = (...settings: string[]) =>
    countPassing(createLimiters(throttles, largeBucket(), clock)(settings));

  it("uses a method's own limit", () => {
    assert.equal(passing("GET /orders", "GET /orders"), 2);
  });

  it("completes a method's setting from */*", () => {
    assert.equal(passing("POST /orders", "POST /orders"), 4);
  });

  it("uses the setting of ANY for its methods", () => {
    assert.equal(passing("PUT /any", "ANY /any"), 3);
  });

  it("applies the limit of */* to each method without a setting separately", () => {
    const limiterOf = createLimiters(throttles, largeBucket(), clock);
    const [get, post] = ["GET /catalog", "POST /catalog"].map((route) => limiterOf([route]));

    assert.equal(countPassing(get!), 4);
    assert.equal(countPassing(post!), 4);
  });

  it("applies the account's limit to all methods together", () => {
    const account = new TokenBucket({ ratePerSecond: 10, burst: 5 }, clock);
    const limiterOf = createLimiters(throttles, account, clock);
    const limiters = ["GET /catalog", "POST /catalog"].map((route) => limiterOf([route]));

    assert.deepEqual(limiters.map(countPassing), [4, 1]);
  });

  it("returns the same limiter for the same route, which a stage shares with its canary", () => {
    const limiterOf = createLimiters(throttles, largeBucket(), clock);

    assert.equal(countPassing(limiterOf(["GET /orders"])), 2);
    assert.equal(countPassing(limiterOf(["GET /orders"])), 0);
  });

  it("falls back to the account's limit for a stage without limits", () => {
    const unset = { everyMethod: {}, methods: new Map() };
    const account = new TokenBucket({ ratePerSecond: 10, burst: 7 }, clock);

    assert.equal(countPassing(createLimiters(unset, account, clock)(["GET /"])), 7);
  });
});
