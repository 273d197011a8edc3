import assert from "node:assert/strict";
import { randomBase64Url, randomHex, traceHeader, traceRoot } from "./ids.ts";

describe("random text", () => {
  it("has the requested length", () => {
    assert.match(randomHex(16), /^[\da-f]{16}$/);
    assert.match(randomHex(24), /^[\da-f]{24}$/);
    assert.match(randomBase64Url(11), /^[\w-]{15}$/);
  });

  it("is never repeated, even after the pool is refilled", () => {
    const texts = Array.from({ length: 5_000 }, (_, index) =>
      index % 3 === 0 ? randomBase64Url(11) : randomHex(index % 3 === 1 ? 16 : 24),
    );

    assert.equal(new Set(texts).size, texts.length);
  });
});

const root = "1-5759e988-bd862e3fe1be46a994272793";
const now = Date.UTC(2026, 6, 1);

describe("traceHeader", () => {
  it("begins a trace with the time in its root", () => {
    const header = traceHeader(undefined, false, now);

    assert.match(header, /^Root=1-6a445880-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/);
  });

  it("samples a new trace if the stage enables tracing", () => {
    assert.match(traceHeader(undefined, true, now), /;Sampled=1$/);
  });

  it("continues the caller's trace", () => {
    const sent = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=0`;

    assert.equal(traceHeader(sent, true, now), sent);
  });

  it("adds the fields that the caller omitted", () => {
    const header = traceHeader(`Self=1-1-1;Root=${root}`, true, now);

    assert.match(header, new RegExp(`^Root=${root};Parent=[\\da-f]{16};Sampled=1$`));
  });

  for (const sent of ["", "Root=1-x-y", "nonsense", `Root=${root}0`]) {
    it(`begins a new trace for "${sent}"`, () => {
      assert.notEqual(traceRoot(traceHeader(sent, false, now)), root);
    });
  }
});
