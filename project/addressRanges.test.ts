import assert from "node:assert/strict";
import { freeRange, overlapping } from "./addressRanges.ts";

describe("freeRange", () => {
  for (const [prefix, taken, expected] of [
    [16, [], "10.0.0.0/16"],
    [16, ["10.0.0.0/16", "10.1.0.0/16"], "10.2.0.0/16"],
    [16, ["10.0.0.0/16", "10.2.0.0/16"], "10.1.0.0/16"],
    [16, ["10.0.128.0/17"], "10.1.0.0/16"],
    [17, ["10.0.0.0/16", "10.1.128.0/18"], "10.1.0.0/17"],
    [16, ["10.0.0.0/8"], "172.16.0.0/16"],
    [16, ["10.0.0.0/8", "172.16.0.0/12"], "192.168.0.0/16"],
    [16, ["0.0.0.0/0"], undefined],
  ] as const) {
    it(`of /${prefix} beside ${taken.join(", ") || "nothing"} is ${expected ?? "none"}`, () => {
      assert.equal(freeRange(prefix, taken), expected);
    });
  }
});

describe("overlapping", () => {
  it("finds ranges around and within a range", () => {
    const others = ["10.0.0.0/8", "10.1.0.0/17", "10.2.0.0/16"];

    assert.deepEqual(overlapping("10.1.0.0/16", others), ["10.0.0.0/8", "10.1.0.0/17"]);
  });
});
