import assert from "node:assert/strict";
import { remember } from "./remember.ts";

describe("remember", () => {
  it("computes once per name", () => {
    let computed = 0;
    const lengthOf = remember((name) => ((computed += 1), name.length));

    assert.deepEqual([lengthOf("Accept"), lengthOf("Host"), lengthOf("Accept")], [6, 4, 6]);
    assert.equal(computed, 2);
  });

  it("does not keep very long names, nor more than a thousand", () => {
    let computed = 0;
    const ask = remember(() => (computed += 1));
    const long = "x".repeat(101);
    ask(long);
    ask(long);
    assert.equal(computed, 2);

    ask("first");
    for (let name = 0; name < 1_000; name += 1) ask(String(name));
    const before = computed;
    ask("first");

    assert.equal(computed, before + 1);
  });
});
