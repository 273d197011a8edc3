import assert from "node:assert/strict";
import { Kept } from "./kept.ts";

describe("what a stage keeps", () => {
  const take = (kept: Kept, name: string, cause: unknown) => kept.get(name, cause, () => ({}));

  it("is kept while its cause is the same, by value", () => {
    const first = new Kept();
    const value = take(first, "a", { limit: 1 });

    const second = new Kept(first);

    assert.equal(take(second, "a", { limit: 1 }), value);
    assert.notEqual(take(new Kept(first), "a", { limit: 2 }), value);
    assert.notEqual(take(new Kept(first), "b", { limit: 1 }), value);
    assert.equal(take(first, "a", { limit: 1 }), value);
  });

  it("is not kept past a definition that has no use for it", () => {
    const first = new Kept();
    const value = take(first, "a", 1);
    const second = new Kept(first);
    second.settle();

    assert.notEqual(take(new Kept(second), "a", 1), value);
  });
});
