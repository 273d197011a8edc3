import assert from "node:assert/strict";
import { correlationIdOf } from "./correlation.ts";
import { testEvent } from "../testing/proxyEvent.ts";

const idFor = (given: string) =>
  correlationIdOf(testEvent({ headers: { "X-CORRELATION-id": [given] } }));

describe("correlationIdOf", () => {
  for (const given of ["a", "Order_7.retry-2", "x".repeat(128)]) {
    it(`keeps the client's ${given.slice(0, 20)}`, () => {
      assert.equal(idFor(given), given);
    });
  }

  for (const given of ["", "a b", "a\nb", "é", "x".repeat(129), '"}', "a,b"]) {
    it(`uses the gateway's request id instead of ${JSON.stringify(given.slice(0, 20))}`, () => {
      assert.equal(idFor(given), testEvent().requestContext.requestId);
    });
  }

  it("uses what no client can choose if the request id is not safe", () => {
    const event = testEvent({ headers: { "x-correlation-id": ["a b"] } });
    const requestContext = { ...event.requestContext, extendedRequestId: "Kd/uj+FjXA=" };
    for (const requestId of ["a\r\nb", "", "x".repeat(129), "\u001b[31m"]) {
      const of = { ...event, requestContext: { ...requestContext, requestId } };
      assert.equal(correlationIdOf(of), "KdujFjXA");
    }
  });

  it("uses the gateway's request id if the client sent none", () => {
    assert.equal(correlationIdOf(testEvent()), testEvent().requestContext.requestId);
  });
});
