import assert from "node:assert/strict";
import { breakerFaults, resilienceJson, resilienceRule } from "./resilience.ts";

describe("resilience options", () => {
  const wrong = (given: unknown) => resilienceRule(given, "resilience").map((f) => f.argument);

  for (const [given, argument] of [
    [{ retires: {} }, "resilience.retires"],
    [{ timeouts: { attemptMs: 2, totalMs: 1 } }, "resilience.timeouts.attemptMs"],
    [{ retries: { maxAttempts: 1 } }, "resilience.retries.maxAttempts"],
    [{ retries: { baseDelayMs: 50, maxDelayMs: 10 } }, "resilience.retries.baseDelayMs"],
    [{ breaker: { failureShare: 0 } }, "resilience.breaker.failureShare"],
    [{ breaker: true }, "resilience.breaker"],
    [{ fallback: { status: 100 } }, "resilience.fallback.status"],
    [{ fallback: { service: "a", body: "b" } }, "resilience.fallback.body"],
    [{ fallback: { headers: { a: "1\r\nb: 2" } } }, "resilience.fallback.headers.a"],
    [{ fallback: { headers: { "a b": "1" } } }, 'resilience.fallback.headers["a b"]'],
    [
      { faultInjection: { errorShare: 0.6, blackHoleShare: 0.5 } },
      "resilience.faultInjection.errorShare",
    ],
    [{ failureStatuses: [200] }, "resilience.failureStatuses[0]"],
  ] as const) {
    it(`refuse ${JSON.stringify(given)}`, () => {
      assert.deepEqual(wrong(given), [argument]);
    });
  }

  it("allow to switch off each part for a route", () => {
    const off = { timeouts: false, retries: false, breaker: false, fallback: false };

    assert.deepEqual(wrong({ ...off, shedding: false, faultInjection: false }), []);
  });

  it("refuse a breaker that time-outs can't open", () => {
    const [fault] = breakerFaults({ breaker: {} }, 25_000);

    assert.equal(fault?.argument, "breaker");
    assert.match(fault?.fix ?? "", /attemptMs to at most 12000/);
    assert.deepEqual(breakerFaults({ breaker: {}, timeouts: { attemptMs: 12_000 } }, 25_000), []);
    assert.deepEqual(breakerFaults({ breaker: false }, 25_000), []);
  });
});

describe("resilienceJson", () => {
  it("is not set without options, even if a route has a timeout of its own", () => {
    assert.equal(resilienceJson(undefined, { "GET /a": { gatewayMs: 5_000 } }), undefined);
    assert.equal(resilienceJson({}, {}), undefined);
  });

  it("has the given options, those of routes, and no header in production", () => {
    const faultInjection = { byHeader: true, latencyMs: 5 };
    const routes = { "GET /a": { gatewayMs: 5_000, breaker: false } as const };

    assert.deepEqual(JSON.parse(resilienceJson({ faultInjection }, routes, false)!), {
      service: { faultInjection: { latencyMs: 5 } },
      routes,
    });
    assert.match(resilienceJson({ faultInjection }, routes, true)!, /byHeader/);
  });
});
