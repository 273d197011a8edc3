import assert from "node:assert/strict";
import fc from "fast-check";
import { encode, FrameError, FrameReader } from "./frames.mjs";
import type { FromWorker, ToWorker } from "./messages.ts";

const messages: (FromWorker | ToWorker)[] = [
  ["initialize", 1],
  ["invoke", 1, "id", 1_000, '{"a":"ü€😀\\u0000"}'],
  ["hosts", { "orders:80": null }, 1],
  ["chunk", 2, Buffer.from([0, 255, 128])],
  ["succeeded", 1, ""],
  ["unreachable", "orders:80"],
  ["pong"],
];

describe("frames", () => {
  it("restore messages, however a pipe splits them", () => {
    const bytes = encode(messages);

    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const reader = new FrameReader();
        const ends = [...cuts.sort((a, b) => a - b), bytes.length];
        let start = 0;
        const read = ends.flatMap((end) => reader.read(bytes.subarray(start, (start = end))));
        assert.deepEqual(read, messages);
      }),
      { numRuns: 50 },
    );
  });

  const wrong: [what: string, bytes: Buffer][] = [
    ["an excessive length", Buffer.alloc(8, 255)],
    ["a head that is not JSON", Buffer.from("\x01\0\0\0\0\0\0\0{")],
    ["a head that is not a list", Buffer.from("\x02\0\0\0\0\0\0\0{}")],
    ["a list without a kind", Buffer.from("\x02\0\0\0\0\0\0\0[]")],
  ];
  for (const [what, bytes] of wrong) {
    it(`refuse ${what}`, () => {
      assert.throws(() => new FrameReader().read(bytes), FrameError);
    });
  }

  it("look up kinds only by own properties", () => {
    const head = '["constructor"]';
    const bytes = Buffer.from(`\x0f\0\0\0\x01\0\0\0${head}x`);

    assert.deepEqual(new FrameReader().read(bytes), [["constructor"]]);
  });
});
