import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { whileEngineWorks } from "./interruption.ts";

const first = { sequence: 0, timestamp: 0, preludeEvent: { config: {} } } as EngineEvent;
const next = { sequence: 1, timestamp: 0, summaryEvent: {} } as EngineEvent;
const last = { sequence: 2, timestamp: 0, cancelEvent: {} } as EngineEvent;

describe("whileEngineWorks", () => {
  for (const [what, steps, aborted] of [
    ["passes a signal on at once while the engine listens", [first, "cancel"], [false, true]],
    ["holds a signal back until the engine's first event", ["cancel", first], [false, true]],
    [
      "does not pass on a signal after the engine's last event",
      [first, last, "cancel"],
      [false, false, false],
    ],
  ] as const) {
    it(what, () => {
      const cancelling = new AbortController();
      const { signal, onEvent } = whileEngineWorks(cancelling.signal, () => {});

      const abortedAfter = steps.map((step) => {
        if (step === "cancel") cancelling.abort();
        else onEvent(step);
        return signal.aborted;
      });

      assert.deepEqual(abortedAfter, aborted);
    });
  }

  it("passes each event on", () => {
    const events: EngineEvent[] = [];
    const { onEvent } = whileEngineWorks(new AbortController().signal, (event) =>
      events.push(event),
    );

    for (const event of [first, next, last]) onEvent(event);

    assert.deepEqual(events, [first, next, last]);
  });
});
