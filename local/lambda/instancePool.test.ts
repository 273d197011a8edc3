import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { mock } from "node:test";
import { TestFunctions } from "./testing/functions.ts";
import { type Gate, startGate } from "./testing/gate.ts";

describe("a function's instances", () => {
  const functions = new TestFunctions();
  let gate: Gate;

  beforeEach(async () => void (gate = await startGate()));
  afterEach(async () => {
    mock.timers.reset();
    await functions.removeAll();
    await gate.close();
  });

  it("end with their thread after minutes without events, except on the thread used last", async () => {
    mock.timers.enable({ apis: ["setInterval", "Date"], now: Date.now() });
    const runtime = await functions.create(
      "let runs = 0; export const handler = async () => { await fetch(process.env.GATE); return ++runs; };",
      { environment: { GATE: gate.url } },
    );
    const calls = Array.from({ length: 2 * availableParallelism() }, () => runtime.call());
    await gate.holds(calls.length);
    gate.open();
    await Promise.all(calls);
    const threadsUnderLoad = runtime.counters.threads;

    mock.timers.tick(4 * 60_000);
    const afterFourMinutes = runtime.counters.instances;
    mock.timers.tick(2 * 60_000);
    const afterSixMinutes = runtime.counters.instances;

    assert.equal(threadsUnderLoad, availableParallelism());
    assert.equal(afterFourMinutes, calls.length);
    assert.equal(afterSixMinutes, calls.length / availableParallelism());
    assert.equal(await runtime.call(), 2);
  });
});
