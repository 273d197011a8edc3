import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exclusively } from "./lock.ts";

describe("exclusively", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lock-"));
    file = join(folder, "deep", "lock");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("runs work one after the other, and leaves nothing behind", async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await new Promise(setImmediate);
      steps.push(`${name} ends`);
      return name;
    };

    const done = await Promise.all([exclusively(file, work("a")), exclusively(file, work("b"))]);

    assert.deepEqual(done, ["a", "b"]);
    const [first] = steps[0]!.split(" ");
    const second = first === "a" ? "b" : "a";
    assert.deepEqual(steps, [
      `${first} begins`,
      `${first} ends`,
      `${second} begins`,
      `${second} ends`,
    ]);
    assert.equal(existsSync(file), false);
  });

  it("releases the lock when the work fails", async () => {
    await assert.rejects(
      exclusively(file, () => Promise.reject(new Error("no"))),
      /no/,
    );

    assert.equal(await exclusively(file, async () => "again"), "again");
  });

  it("does not wait for a process that has ended", async () => {
    await exclusively(file, async () => {});
    await writeFile(file, String(spawnSync(process.execPath, ["--version"]).pid));

    assert.equal(await exclusively(file, async () => "mine"), "mine");
  });

  it("does not wait forever", async () => {
    await exclusively(file, async () => {});
    await writeFile(file, String(process.pid));
    const long = new Date(Date.now() - 3_600_000);
    await utimes(file, long, long);

    assert.equal(await exclusively(file, async () => "mine"), "mine");
  });
});
