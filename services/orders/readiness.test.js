// @ts-check
import assert from "node:assert/strict";
import { createReadiness } from "./readiness.js";

/**
 * @param {(signal: AbortSignal) => Promise<void>} check
 * @param {{ timeoutMs?: number, keepMs?: number }} [limits]
 */
function readiness(check, limits) {
  /** @type {Record<string, unknown>[]} */
  const logged = [];
  let checks = 0;
  const ready = createReadiness({
    service: "orders",
    region: "eu-west-1",
    check: (signal) => {
      checks++;
      return check(signal);
    },
    log: (level, fields) => logged.push({ level, ...fields }),
    ...limits,
  });
  return { ready, logged, checks: () => checks };
}

/** @param {AbortSignal} signal */
const never = (signal) =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });

describe("the orders service's readiness", () => {
  it("is 200 if the check succeeds", async () => {
    const { ready, logged } = readiness(async () => {});

    assert.deepEqual(await ready(), {
      body: { status: "ok", service: "orders", region: "eu-west-1" },
    });
    assert.deepEqual(logged, []);
  });

  it("is 503 if the check fails, and tells the reason only to the log", async () => {
    const { ready, logged } = readiness(() => Promise.reject(new Error("no table t-1 of 1234")));

    assert.deepEqual(await ready(), {
      status: 503,
      body: { status: "unavailable", service: "orders", region: "eu-west-1" },
    });
    assert.deepEqual(logged, [
      { level: "error", message: "not ready", error: "Error: no table t-1 of 1234" },
    ]);
  });

  it("is 503 if the check takes too long", async () => {
    const { ready, logged } = readiness(never, { timeoutMs: 1 });

    assert.equal((await ready()).status, 503);
    assert.match(String(logged[0]?.["error"]), /TimeoutError/);
  });

  it("checks once for calls at the same time, and for those shortly after", async () => {
    const { ready, checks } = readiness(async () => {}, { keepMs: 60_000 });

    const [first, second] = await Promise.all([ready(), ready()]);

    assert.equal(first, second);
    assert.equal(await ready(), first);
    assert.equal(checks(), 1);
  });

  it("checks again once a result is too old", async () => {
    let works = false;
    const { ready, checks } = readiness(async () => assert.ok(works), { keepMs: -1 });

    assert.equal((await ready()).status, 503);
    works = true;

    assert.equal((await ready()).status, undefined);
    assert.equal(checks(), 2);
  });
});
