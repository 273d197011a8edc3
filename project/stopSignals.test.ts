import assert from "node:assert/strict";
import { mock } from "node:test";
import { onStopSignals } from "./stopSignals.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

describe("onStopSignals", () => {
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  let calls: string[];
  let now: number;

  beforeEach(() => {
    calls = [];
    now = 10_000;
    mock.method(performance, "now", () => now);
    delete process.env["npm_lifecycle_event"];
    onStopSignals({ first: () => calls.push("first"), again: () => calls.push("again") });
  });
  afterEach(() => {
    mock.restoreAll();
    for (const signal of signals) {
      for (const listener of process.listeners(signal)) {
        if (!before.get(signal)!.includes(listener)) process.off(signal, listener);
      }
    }
  });

  /** Calls the added listeners, not mocha's. */
  function send(signal: (typeof signals)[number]): void {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)!.includes(listener)) listener(signal);
    }
  }

  for (const signal of signals) {
    it(`handles ${signal}`, () => {
      send(signal);

      assert.deepEqual(calls, ["first"]);
    });
  }

  it("treats signals within a second as one", () => {
    send("SIGINT");
    now += 900;
    send("SIGINT");
    send("SIGTERM");

    assert.deepEqual(calls, ["first"]);
  });

  it("reports every later signal", () => {
    send("SIGINT");
    now += 1_100;
    send("SIGINT");
    send("SIGTERM");

    assert.deepEqual(calls, ["first", "again", "again"]);
  });
});
