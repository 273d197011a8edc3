import assert from "node:assert/strict";
import fc from "fast-check";
import { removalWaves, type RolloutStack, rolloutWaves, type Wave } from "./waves.ts";

const stack = (name: string, marks: Partial<RolloutStack> = {}): RolloutStack => ({
  name,
  home: false,
  canary: false,
  edge: false,
  deployed: true,
  ...marks,
});

/** Names by wave; a watched wave ends with a question mark. */
const inShort = (waves: Wave<RolloutStack>[]): string[] =>
  waves.map(
    ({ stacks, watched }) => stacks.map(({ name }) => name).join(" ") + (watched ? "?" : ""),
  );

describe("the waves of a rollout", () => {
  it("start with the canary region and watch it", () => {
    const waves = rolloutWaves([
      stack("edge", { edge: true }),
      stack("eu", { canary: true }),
      stack("us", { home: true }),
      stack("ap"),
    ]);

    assert.deepEqual(inShort(waves), ["eu?", "us ap", "edge"]);
  });

  it("use the home region as canary if none is marked", () => {
    const waves = rolloutWaves([stack("eu"), stack("us", { home: true }), stack("ap")]);

    assert.deepEqual(inShort(waves), ["us?", "eu ap"]);
  });

  it("deploy several canary regions one after the other", () => {
    const waves = rolloutWaves([
      stack("eu", { canary: true }),
      stack("us", { home: true }),
      stack("ap", { canary: true }),
    ]);

    assert.deepEqual(inShort(waves), ["eu?", "ap?", "us"]);
  });

  it("start with a home region that was never deployed, whichever region is the canary", () => {
    const waves = rolloutWaves([
      stack("eu", { canary: true, deployed: false }),
      stack("us", { home: true, deployed: false }),
      stack("ap", { deployed: false }),
    ]);

    assert.deepEqual(inShort(waves), ["us?", "eu?", "ap"]);
  });

  it("contain a new home region once if it is also the canary", () => {
    const waves = rolloutWaves([
      stack("eu"),
      stack("us", { home: true, canary: true, deployed: false }),
    ]);

    assert.deepEqual(inShort(waves), ["us?", "eu"]);
  });

  it("use the first region as canary if none is marked or home", () => {
    assert.deepEqual(inShort(rolloutWaves([stack("eu"), stack("ap")])), ["eu?", "ap"]);
    assert.deepEqual(rolloutWaves([]), []);
  });
});

describe("the waves of a removal", () => {
  it("remove the edge first and the home region last", () => {
    const waves = removalWaves([
      stack("us", { home: true, canary: true }),
      stack("edge", { edge: true }),
      stack("eu"),
      stack("ap"),
    ]);

    assert.deepEqual(inShort(waves), ["edge", "eu ap", "us"]);
  });

  it("leave out empty waves", () => {
    assert.deepEqual(inShort(removalWaves([stack("us", { home: true })])), ["us"]);
    assert.deepEqual(removalWaves([]), []);
  });
});

describe("the waves of any environment", () => {
  const marks = fc.record({ canary: fc.boolean(), deployed: fc.boolean() });
  const environment = fc
    .record({ home: fc.option(marks), edge: fc.option(marks), others: fc.array(marks) })
    .chain(({ home, edge, others }) => {
      const stacks = [
        ...(home ? [stack("home", { ...home, home: true })] : []),
        ...(edge ? [stack("edge", { ...edge, canary: false, edge: true })] : []),
        ...others.map((other, index) => stack(`other-${index}`, other)),
      ];
      return fc.shuffledSubarray(stacks, { minLength: stacks.length });
    });

  const waveOf = (waves: Wave<RolloutStack>[], name: string) =>
    waves.findIndex(({ stacks }) => stacks.some((candidate) => candidate.name === name));

  for (const [what, wavesOf] of [
    ["rollout", rolloutWaves],
    ["removal", removalWaves],
  ] as const) {
    it(`have each stack exactly once, in a ${what}`, () => {
      fc.assert(
        fc.property(environment, (stacks) => {
          const waves = wavesOf(stacks);
          const inWaves = waves.flatMap((wave) => wave.stacks);
          assert.equal(inWaves.length, stacks.length);
          assert.deepEqual(new Set(inWaves), new Set(stacks));
          assert.ok(waves.every((wave) => wave.stacks.length > 0));
        }),
      );
    });
  }

  it("deploy a new home region first and the edge last", () => {
    fc.assert(
      fc.property(environment, (stacks) => {
        const waves = rolloutWaves(stacks);
        if (stacks.some(({ home, deployed }) => home && !deployed)) {
          assert.deepEqual(inShort(waves)[0], "home?");
        }
        const edge = waveOf(waves, "edge");
        if (edge >= 0) assert.deepEqual(inShort(waves.slice(edge)), ["edge"]);
      }),
    );
  });

  it("check one canary region at a time, before all other regions", () => {
    fc.assert(
      fc.property(environment, (stacks) => {
        const waves = rolloutWaves(stacks);
        const firstUnwatched = waves.findIndex(({ watched }) => !watched);
        const watched = waves.filter((wave) => wave.watched);
        assert.ok(watched.every((wave) => wave.stacks.length === 1));
        if (firstUnwatched >= 0) assert.equal(watched.length, firstUnwatched);
        for (const { name, canary } of stacks) {
          if (canary) assert.ok(waves[waveOf(waves, name)]!.watched, name);
        }
      }),
    );
  });

  it("remove the home region after the others", () => {
    fc.assert(
      fc.property(environment, (stacks) => {
        const waves = removalWaves(stacks);
        const home = waveOf(waves, "home");
        if (home >= 0) assert.deepEqual(inShort(waves.slice(home)), ["home"]);
        assert.ok(waveOf(waves, "edge") <= 0);
      }),
    );
  });
});
