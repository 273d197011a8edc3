import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { mock } from "node:test";
import { StreamedBody, streamIdleMs } from "./streamedBody.ts";

// API Gateway Developer Guide, "Set up a response transfer mode": 5 minutes, 30 seconds for edge-optimized.
describe("a stream that pauses", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  for (const [endpointType, seconds] of [
    ["EDGE", 30],
    ["REGIONAL", 300],
    ["PRIVATE", 300],
    [undefined, 300],
  ] as const) {
    it(`is closed after ${seconds} s (${endpointType})`, () => {
      const idleMs = streamIdleMs(endpointType);
      const body = new StreamedBody(new PassThrough(), { remainingMs: 900_000, idleMs });
      const client = Object.assign(new EventEmitter(), { destroyed: false, destroy: mock.fn() });
      body.sendTo(client as unknown as ServerResponse);

      mock.timers.tick(seconds * 1000 - 1);
      assert.equal(client.destroy.mock.callCount(), 0);
      mock.timers.tick(1);
      assert.equal(client.destroy.mock.callCount(), 1);
      assert.equal(body.error?.message, "The stream was idle for too long");
      client.emit("close");
    });
  }
});
