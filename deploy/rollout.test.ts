import assert from "node:assert/strict";
import { inParallel, type Outcome, rollOut, type RolloutOptions } from "./rollout.ts";
import type { RolloutStack, Wave } from "./waves.ts";

const stack = (name: string): RolloutStack => ({
  name,
  home: false,
  canary: false,
  edge: false,
  deployed: true,
});

const wave = (...names: string[]): Wave<RolloutStack> => ({
  stacks: names.map(stack),
  watched: false,
});

/** Work that lasts until the test ends it. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, End>();
  readonly #waiting = new Set<() => void>();

  start = (name: string): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      this.#ends.set(name, { resolve, reject });
      this.begun.push(name);
      for (const look of this.#waiting) look();
    });

  /** Resolves once this many have begun. */
  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.begun.length >= count) resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  succeed(name: string, detail = "1 created"): void {
    this.#ends.get(name)!.resolve(detail);
  }

  /** Ends the work without changes. */
  pass(name: string): void {
    this.#ends.get(name)!.resolve(undefined);
  }

  fail(name: string, message: string): void {
    this.#ends.get(name)!.reject(new Error(message));
  }
}

interface End {
  resolve(detail: string | undefined): void;
  reject(error: Error): void;
}

/** Waits for all pending promises that need no further event. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const statesOf = (outcomes: Map<RolloutStack, Outcome>): Record<string, string> =>
  Object.fromEntries([...outcomes].map(([{ name }, { state }]) => [name, state]));

describe("rollOut", () => {
  const options = (
    work: Work,
    more: Partial<RolloutOptions<RolloutStack>> = {},
  ): RolloutOptions<RolloutStack> => ({
    concurrency: 10,
    work: ({ name }) => work.start(name),
    check: async () => {},
    signal: new AbortController().signal,
    ...more,
  });

  it("starts a wave after the one before it is done", async () => {
    const work = new Work();
    const rollout = rollOut([wave("a", "b"), wave("c")], options(work));

    work.succeed("b");
    await settled();
    assert.deepEqual(work.begun, ["a", "b"]);
    work.succeed("a");
    await work.until(3);
    work.succeed("c");

    assert.deepEqual(statesOf(await rollout), { a: "done", b: "done", c: "done" });
  });

  it("returns results and durations, and stacks without changes", async () => {
    const work = new Work();
    const rollout = rollOut([wave("a", "b")], options(work));

    work.succeed("a", "2 updated");
    work.pass("b");
    const [a, b] = [...(await rollout).values()];

    assert.ok(a?.state === "done" && a.seconds >= 0 && a.detail === "2 updated");
    assert.deepEqual(b, { state: "unchanged" });
  });

  it("lets stacks in progress finish when one fails, and starts no others", async () => {
    const work = new Work();
    const rollout = rollOut([wave("a", "b", "c"), wave("d")], options(work, { concurrency: 2 }));

    work.fail("a", "no capacity");
    await settled();
    work.succeed("b");
    const outcomes = await rollout;

    assert.deepEqual(work.begun, ["a", "b"]);
    assert.deepEqual(statesOf(outcomes), {
      a: "failed",
      b: "done",
      c: "not started",
      d: "not started",
    });
    const [a] = [...outcomes.values()];
    assert.ok(a?.state === "failed" && a.detail === "no capacity");
  });

  it("checks every stack, also unchanged ones, and watches those of a watched wave", async () => {
    const work = new Work();
    const checked: [string, boolean][] = [];
    const rollout = rollOut(
      [{ ...wave("a"), watched: true }, wave("b")],
      options(work, { check: async ({ name }, watched) => void checked.push([name, watched]) }),
    );

    work.pass("a");
    await work.until(2);
    work.succeed("b");

    assert.deepEqual(statesOf(await rollout), { a: "unchanged", b: "done" });
    assert.deepEqual(checked, [
      ["a", true],
      ["b", false],
    ]);
  });

  it("stops when a check fails", async () => {
    const work = new Work();
    const check = async () => {
      throw new Error("in alarm");
    };
    const rollout = rollOut([{ ...wave("a"), watched: true }, wave("b")], options(work, { check }));

    work.succeed("a");
    const outcomes = await rollout;

    assert.deepEqual(statesOf(outcomes), { a: "failed", b: "not started" });
    const [a] = [...outcomes.values()];
    assert.ok(a?.state === "failed" && a.detail === "in alarm");
  });

  it("starts nothing more after a cancellation, and reports stacks that it stopped as cancelled", async () => {
    const work = new Work();
    const cancelling = new AbortController();
    const { signal } = cancelling;
    const rollout = rollOut(
      [wave("a", "b", "c"), wave("d")],
      options(work, { concurrency: 2, signal }),
    );

    cancelling.abort();
    work.fail("a", "update canceled");
    work.succeed("b");

    assert.deepEqual(statesOf(await rollout), {
      a: "cancelled",
      b: "done",
      c: "not started",
      d: "not started",
    });
  });

  it("starts nothing if it was cancelled before", async () => {
    const work = new Work();

    const outcomes = await rollOut([wave("a")], options(work, { signal: AbortSignal.abort() }));

    assert.deepEqual(work.begun, []);
    assert.deepEqual(statesOf(outcomes), { a: "not started" });
  });
});

describe("inParallel", () => {
  it("works on the given number of items at once, and starts the next when one ends", async () => {
    const work = new Work();
    const all = inParallel(["a", "b", "c", "d"], 2, async (name) => void (await work.start(name)));

    await settled();
    assert.deepEqual(work.begun, ["a", "b"]);
    work.succeed("b");
    await settled();
    assert.deepEqual(work.begun, ["a", "b", "c"]);
    work.succeed("a");
    work.succeed("c");
    await work.until(4);
    work.succeed("d");

    await all;
  });

  it("works on all at once if they are fewer, and accepts an empty list", async () => {
    const done: number[] = [];

    await inParallel([1, 2], 10, async (item) => void done.push(item));
    await inParallel([], 10, async () => assert.fail());

    assert.deepEqual(done, [1, 2]);
  });
});
