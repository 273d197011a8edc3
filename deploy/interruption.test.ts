import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { whileEngineWorks } from "./interruption.ts";

const first = { sequence: 0, timestamp: 0, preludeEvent: { config: {} } } as EngineEvent;
const next = { sequence: 1, timestamp: 0, summaryEvent: {} } as EngineEvent;
const last = { sequence: 2, timestamp: 0, cancelEvent: {} } as EngineEvent;

describe("whileEngineWorks", () => {
  it("passes a signal on at once while the engine listens", () => {
    const cancelling = new AbortController();
    const { signal, onEvent } = whileEngineWorks(cancelling.signal, () => {});

    onEvent(first);
    assert.equal(signal.aborted, false);
    cancelling.abort();

    assert.equal(signal.aborted, true);
  });

  it("holds a signal back until the engine's first event", () => {
    const cancelling = new AbortController();
    const { signal, onEvent } = whileEngineWorks(cancelling.signal, () => {});

    cancelling.abort();
    assert.equal(signal.aborted, false);
    onEvent(first);

    assert.equal(signal.aborted, true);
  });

  it("does not pass on a signal after the engine's last event", () => {
    const cancelling = new AbortController();
    const { signal, onEvent } = whileEngineWorks(cancelling.signal, () => {});

    onEvent(first);
    onEvent(last);
    cancelling.abort();

    assert.equal(signal.aborted, false);
  });

  it("passes each event on", () => {
    const events: EngineEvent[] = [];
    const { onEvent } = whileEngineWorks(new AbortController().signal, (event) =>
      events.push(event),
    );

    for (const event of [first, next, last]) onEvent(event);

    assert.deepEqual(events, [first, next, last]);
  });
});
