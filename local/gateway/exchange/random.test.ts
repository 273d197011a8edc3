import assert from "node:assert/strict";
import { randomBase64Url, randomHex } from "./random.ts";

describe("random text", () => {
  it("is of the length that was asked for", () => {
    assert.match(randomHex(16), /^[\da-f]{16}$/);
    assert.match(randomHex(24), /^[\da-f]{24}$/);
    assert.match(randomBase64Url(11), /^[\w-]{15}$/);
  });

  it("never comes twice, however often the pool was used up", () => {
    const texts = Array.from({ length: 5_000 }, (_, index) =>
      index % 3 === 0 ? randomBase64Url(11) : randomHex(index % 3 === 1 ? 16 : 24),
    );

    assert.equal(new Set(texts).size, texts.length);
  });
});
