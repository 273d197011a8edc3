import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Outbox } from "./outbox.mjs";

describe("an outbox", () => {
  const posts: string[][] = [];
  const outbox = new Outbox<string>((messages) => posts.push(messages));
  beforeEach(() => void posts.splice(0));

  it("posts the messages of one turn together and in order", async () => {
    outbox.add("a");
    await Promise.resolve();
    outbox.add("b");
    await nextTurn();
    outbox.add("c");
    await nextTurn();

    assert.deepEqual(posts, [["a", "b"], ["c"]]);
  });

  it("posts flushed messages at once, and only once", async () => {
    outbox.add("a");
    outbox.flush();
    const atOnce = posts.length;
    await nextTurn();

    assert.equal(atOnce, 1);
    assert.deepEqual(posts, [["a"]]);
  });
});
