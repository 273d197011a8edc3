import assert from "node:assert/strict";
import fc from "fast-check";
import { testEvent } from "../testing/proxyEvent.ts";
import { traceOf } from "./trace.ts";

const id = "4bf92f3577b34da6a3ce929d0e0e4736";
const parent = "00f067aa0ba902b7";
const root = "Root=1-67891233-abcdef012345678912345678";
const rootId = "67891233abcdef012345678912345678";

const of = (headers: Record<string, string[]>, xRay?: string) =>
  traceOf(testEvent({ headers }), xRay);

describe("traceOf", () => {
  it("continues the client's trace as it is, with its state", () => {
    const traceparent = `00-${id}-${parent}-01`;
    const { id: known, headers } = of({ Traceparent: [traceparent], tracestate: ["a=1", "b=2"] });

    assert.equal(known, id);
    assert.deepEqual(headers, { traceparent, tracestate: "a=1,b=2", "x-amzn-trace-id": root });
  });

  it("continues a trace of a later version", () => {
    const traceparent = `01-${id}-${parent}-01-more`;
    assert.equal(of({ traceparent: [traceparent] }).headers["traceparent"], traceparent);
  });

  it("begins one with X-Ray's id, parent and decision", () => {
    const xRay = `${root};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a:0`;

    assert.deepEqual(of({}, xRay), {
      id: rootId,
      xRayId: "1-67891233-abcdef012345678912345678",
      headers: { "x-amzn-trace-id": xRay, traceparent: `00-${rootId}-53995c3f42cd8ad8-01` },
    });
  });

  it("begins one with the event's header where Lambda sets no variable", () => {
    assert.deepEqual(of({}), {
      id: rootId,
      xRayId: "1-67891233-abcdef012345678912345678",
      headers: {
        "x-amzn-trace-id": root,
        traceparent: `00-${rootId}-${rootId.slice(16)}-00`,
      },
    });
  });

  it("begins one with the gateway's request id where there is no X-Ray", () => {
    const { headers } = of({ "X-Amzn-Trace-Id": [] });
    assert.deepEqual(headers, {
      traceparent: "00-8f5b1a9e000040008000000000000001-8000000000000001-00",
    });
  });

  const invalid = [
    `ff-${id}-${parent}-01`,
    `00-${"0".repeat(32)}-${parent}-01`,
    `00-${id}-${"0".repeat(16)}-01`,
    `00-${id.toUpperCase()}-${parent}-01`,
    `00-${id}-${parent}-01-more`,
    `00-${id}-${parent}`,
    "",
  ];
  for (const traceparent of invalid) {
    it(`drops ${JSON.stringify(traceparent)} with its state`, () => {
      const { headers } = of({ traceparent: [traceparent], tracestate: ["a=1"] });
      assert.match(headers["traceparent"]!, new RegExp(`^00-${rootId}-`));
      assert.equal(headers["tracestate"], undefined);
    });
  }

  it("drops two parents, which are ambiguous", () => {
    const traceparent = `00-${id}-${parent}-01`;
    assert.equal(of({ traceparent: [traceparent, traceparent] }).id, rootId);
    assert.equal(of({ traceparent: [traceparent], TraceParent: [traceparent] }).id, rootId);
  });

  it("sends valid headers for any headers of a client", () => {
    const traceparent = `00-${id}-${parent}-01`;
    /** Any text, a valid one, and one that goes on. */
    const text = (valid: string) =>
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constant(valid),
        fc.string({ unit: "binary" }).map((end) => valid + end),
      );
    fc.assert(
      fc.property(text(traceparent), text("a=1"), text(root), (traceparent, tracestate, xRay) => {
        const headers = { traceparent: [traceparent], "X-Amzn-Trace-Id": [xRay] };
        const trace = of({ ...headers, tracestate: [tracestate] });
        assert.match(trace.headers["traceparent"]!, /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-/);
        assert.match(trace.id!, /^[0-9a-f]{32}$/);
        for (const value of Object.values(trace.headers)) assert.match(value, /^[ -~]+$/);
      }),
    );
  });
});
