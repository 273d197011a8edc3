import assert from "node:assert/strict";
import { once } from "node:events";
import { Lane } from "./lane.ts";

describe("a lane", () => {
  /** A lane, and its runs: the files of each, and whether it was aborted. Each run ends with `finish`. */
  function laneOf(patienceMs?: number) {
    const runs: { files: string[]; signal: AbortSignal; finish: () => void }[] = [];
    const lane = new Lane(async ({ files }, signal) => {
      const ended = new Promise<void>((finish) => runs.push({ files: [...files], signal, finish }));
      await Promise.race([ended, once(signal, "abort")]);
    }, patienceMs);
    return { lane, runs };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("aborts a run for a later change, and does its work as well", async () => {
    const { lane, runs } = laneOf();

    lane.request(["a"]);
    lane.request(["b"]);
    await settled();

    assert.deepEqual(
      runs.map(({ files, signal }) => [files, signal.aborted]),
      [
        [["a"], true],
        [["a", "b"], false],
      ],
    );
    runs[1]!.finish();
    await settled();
    assert.equal(lane.isBusy, false);
  });

  it("lets a run end whose changes have waited for long, and then works again", async () => {
    const { lane, runs } = laneOf(0);

    lane.request(["a"]);
    lane.request(["b"]);
    await settled();
    assert.deepEqual([runs.length, runs[0]!.signal.aborted], [1, false]);
    runs[0]!.finish();
    await settled();

    assert.deepEqual(runs[1]!.files, ["b"]);
    await lane.close();
    assert.equal(runs[1]!.signal.aborted, true);
  });
});
