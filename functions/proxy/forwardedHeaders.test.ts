import assert from "node:assert/strict";
import { testEvent } from "../testing/proxyEvent.ts";
import { forwardedHeaders } from "./forwardedHeaders.ts";

describe("forwardedHeaders", () => {
  it("describes how the client reached the gateway", () => {
    assert.deepEqual(forwardedHeaders(testEvent()), {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-forwarded-host": "api.example.com",
    });
  });

  for (const [chain, expected] of [
    ["198.51.100.1, 203.0.113.9", "198.51.100.1, 203.0.113.9"],
    ["198.51.100.1", "198.51.100.1, 203.0.113.9"],
    ["203.0.113.9, 198.51.100.1", "203.0.113.9, 198.51.100.1, 203.0.113.9"],
  ] as const) {
    it(`ends the chain ${chain} with the address that the gateway saw`, () => {
      const event = testEvent({ headers: { "X-Forwarded-For": [chain] } });

      assert.equal(forwardedHeaders(event)["x-forwarded-for"], expected);
    });
  }

  it("ignores the headers in a client's spelling", () => {
    const event = testEvent({
      headers: { "x-forwarded-for": ["10.0.0.1"], "x-forwarded-proto": ["http"] },
    });

    const headers = forwardedHeaders(event);

    assert.equal(headers["x-forwarded-for"], "203.0.113.9");
    assert.equal(headers["x-forwarded-proto"], "https");
  });
});
