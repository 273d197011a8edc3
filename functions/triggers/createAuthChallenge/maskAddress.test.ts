import assert from "node:assert/strict";
import { maskAddress } from "./maskAddress.ts";

describe("maskAddress", () => {
  for (const [address, masked] of [
    ["jane@example.com", "j***@e***"],
    ["\u{1F600}x@example.com", "\u{1F600}***@e***"],
    ["jane", "j***"],
    ["", "***"],
  ] as const) {
    it(`shows no more of "${address}" than ${masked}`, () => {
      assert.equal(maskAddress(address), masked);
    });
  }
});
