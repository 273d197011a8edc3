import assert from "node:assert/strict";
import { clients, planned } from "./plan.ts";
import { tally } from "./writes.ts";

describe("the load", () => {
  for (const [rps, writesPerSecond] of [
    [10, 1],
    [100, 10],
    [400, 10],
  ] as const) {
    it(`of ${rps} requests per second has ${writesPerSecond} writes, from everywhere`, () => {
      const requests = Array.from({ length: rps * 100 }, (_, n) => planned(n, rps));

      const orders = requests.filter(({ kind }) => kind === "order").length;
      assert.equal(orders, writesPerSecond * 100);
      assert.equal(new Set(requests.map(({ from }) => from)).size, clients.length);
    });
  }

  for (const [items, accepted, expected] of [
    [[], 0, { done: 0, doubled: 0, lost: 0 }],
    [["a", "b", "a", "a"], 2, { done: 2, doubled: 1, lost: 0 }],
    // The response to c was lost.
    [["a", "b", "c"], 2, { done: 3, doubled: 0, lost: 0 }],
    [["a"], 3, { done: 1, doubled: 0, lost: 2 }],
  ] as const) {
    it(`has writes: ${items.join(" ") || "none"} of ${accepted}`, () => {
      assert.deepEqual(tally(items, accepted), expected);
    });
  }
});
