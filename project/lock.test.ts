import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exclusively, holdLock } from "./lock.ts";
import { processStart } from "./processStart.ts";

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

  const start = async () => (await processStart(process.pid))!;

  for (const [what, text] of [
    ["a process that has ended", async () => `${spawnSync("true").pid} ${await start()} 1`],
    ["an earlier process with the id of another one", async () => `${process.pid} 17@boot 1`],
    ["what no process has written", async () => ""],
  ] as const) {
    it(`does not wait for ${what}`, async () => {
      await exclusively(file, async () => {});
      await writeFile(file, await text());

      assert.equal(await exclusively(file, async () => "mine"), "mine");
    });
  }

  it("waits for a process that is stopped, for however long", async () => {
    const child = spawn("sleep", ["60"]);
    child.kill("SIGSTOP");
    await exclusively(file, async () => {});
    await writeFile(file, `${child.pid} ${await processStart(child.pid!)} 1`);
    const long = new Date(Date.now() - 3_600_000);
    await utimes(file, long, long);

    const held = await holdLock(file);
    child.kill("SIGKILL");
    await once(child, "close");

    assert.equal(held, child.pid);
    assert.equal(await exclusively(file, async () => "mine"), "mine");
  });
});
