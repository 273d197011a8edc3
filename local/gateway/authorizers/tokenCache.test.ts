import assert from "node:assert/strict";
import { TokenCache } from "./tokenCache.ts";

describe("TokenCache", () => {
  // A function, because files are loaded minutes before a test runs.
  const later = () => Date.now() + 60_000;

  it("keeps a token by its exact text", () => {
    const cache = new TokenCache<number>(60_000);
    cache.set("token", 1, later());

    assert.deepEqual(
      [cache.get("token"), cache.get("token "), cache.get("toke")],
      [1, undefined, undefined],
    );
  });

  it("drops a token when it expires, however long the TTL", () => {
    const cache = new TokenCache<number>(60_000);
    cache.set("token", 1, Date.now() - 1);

    assert.equal(cache.get("token"), undefined);
  });

  it("keeps nothing with a TTL of 0", () => {
    const cache = new TokenCache<number>(0);
    cache.set("token", 1, later());

    assert.equal(cache.get("token"), undefined);
  });

  it("drops the least recently used token when it is full", () => {
    const cache = new TokenCache<number>(60_000);
    for (let token = 0; token < 4096; token += 1) {
      cache.set(`${token}`, token, later());
    }
    cache.get("0");

    cache.set("one more", 1, later());

    assert.deepEqual([cache.get("0"), cache.get("1"), cache.get("2")], [0, undefined, 2]);
  });
});
