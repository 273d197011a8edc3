import assert from "node:assert/strict";
import { ResponseCache } from "./responseCache.ts";

const reply = (body: string) => ({ status: 200, headers: [], body, trace: "" });
const kilobytes = (count: number) => reply("x".repeat(count * 1024));

describe("ResponseCache", () => {
  it("drops the oldest when it is full, and never exceeds its size", () => {
    const cache = new ResponseCache(0.5, () => 0, 10_240);

    for (let index = 0; index < 100; index += 1) cache.set(`${index}`, kilobytes(2), 60);

    const kept = Array.from({ length: 100 }, (_, index) => cache.get(`${index}`)).filter(Boolean);
    assert.equal(kept.length, 3, "each takes 2 KB and its overhead");
    assert.ok(cache.get("99"));
    assert.equal(cache.get("96"), undefined);
  });

  it("counts a replaced response once, as the newest", () => {
    const cache = new ResponseCache(0.5, () => 0, 10_240);

    cache.set("a", kilobytes(2), 60);
    cache.set("b", kilobytes(2), 60);
    for (let index = 0; index < 100; index += 1) cache.set("a", kilobytes(2), 60);
    cache.set("c", kilobytes(4), 60);
    cache.set("d", kilobytes(2), 60);

    assert.deepEqual(
      ["a", "b", "c", "d"].map((key) => cache.get(key) !== undefined),
      [true, false, true, true],
    );
  });

  it("drops expired responses, even if they are never requested again", () => {
    let now = 0;
    const cache = new ResponseCache(0.5, () => now, 10_240);
    cache.set("short", kilobytes(1), 1);
    cache.set("long", kilobytes(1), 60);

    now = 1000;
    cache.set("new", kilobytes(1), 1);
    now = 0;

    assert.equal(cache.get("short"), undefined);
    assert.ok(cache.get("long"));
  });

  it("drops a response whose replacement is too large to keep", () => {
    const cache = new ResponseCache(0.5, () => 0);
    cache.set("a", reply("small"), 60);

    cache.set("a", kilobytes(1025), 60);

    assert.equal(cache.get("a"), undefined);
  });
});
