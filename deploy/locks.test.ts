import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { inMessageOfLocks, releasableLocks, releaseEndedLocks, type StackLock } from "./locks.ts";

const unlock = "npm run deploy -- dev --local --unlock";

describe("releaseEndedLocks", () => {
  let state: string;
  let file: string;
  let told: string[];
  beforeEach(async () => {
    told = [];
    state = await mkdtemp(join(tmpdir(), "locks-"));
    const folder = join(state, ".pulumi/locks/organization/palisade/dev-us-east-1");
    await mkdir(folder, { recursive: true });
    file = join(folder, "5ca1ab1e.json");
  });
  afterEach(() => rm(state, { recursive: true }));

  /** Two files, as the engine leaves them when it is killed. */
  async function lock(more: Partial<StackLock>): Promise<void> {
    await writeFile(
      file,
      JSON.stringify({
        pid: process.pid,
        username: "ada",
        hostname: hostname(),
        timestamp: new Date().toISOString(),
        ...more,
      }),
    );
    await writeFile(`${file}.attrs`, '{"user.content_type":"text/plain; charset=utf-8"}');
  }

  const release = (waitMs = 0) =>
    releaseEndedLocks({
      ...{ state, project: "palisade", stacks: ["dev-us-east-1"], unlock, waitMs },
      announce: (message) => told.push(message),
    });

  it("removes the lock of a process that has ended, and says whose it was", async () => {
    const child = spawn("true");
    await once(child, "exit");
    await lock({ pid: child.pid! });

    await release();

    assert.equal(existsSync(file), false);
    assert.equal(existsSync(`${file}.attrs`), false);
    assert.match(
      told.join(),
      /^Removed the lock of dev-us-east-1: ada@\S+ \(process \d+\) since \S+, which has ended$/,
    );
  });

  it("removes it if another process has the number now", async () => {
    await lock({ timestamp: "2001-01-01T00:00:00Z" });

    await release();

    assert.equal(existsSync(file), false);
  });

  it("refuses while the process runs, and names the command that releases it", async () => {
    await lock({});

    await assert.rejects(release(), {
      name: "LockedError",
      message: new RegExp(`process ${process.pid}.*still runs.*release the lock: ${unlock}$`),
    });
    assert.ok(existsSync(file));
  });

  it("waits for a process that finishes", async () => {
    await lock({});
    const releasing = releaseEndedLocks({
      ...{ state, project: "palisade", stacks: ["dev-us-east-1"], unlock, waitMs: 10_000 },
      announce: (message) => {
        told.push(message);
        void rm(file); // Now it has finished.
      },
    });

    await releasing;

    assert.match(told.join(), /^Waiting: dev-us-east-1 is locked by ada@/);
  });

  it("keeps a lock of another machine: nothing proves that its process has ended", async () => {
    await lock({ hostname: "another", pid: 1 });

    await assert.rejects(release(10_000), {
      message: /another \(process 1\).*is on another machine/,
    });
    assert.ok(existsSync(file));
  });

  it("lets nobody release the lock of a process that runs: two engines would write one state", async () => {
    await lock({});

    await assert.rejects(releasableLocks(state, "palisade", ["dev-us-east-1"]), {
      name: "LockedError",
      message: new RegExp(
        `^dev-us-east-1 is locked by ada@\\S+ \\(process ${process.pid}\\) since \\S+, which still runs\\. ` +
          `No lock was released\\. .*kill -INT ${process.pid}`,
      ),
    });
  });

  it("tells whose lock can be released", async () => {
    await lock({ hostname: "another", pid: 1, timestamp: "2026-11-21T09:13:18Z" });

    assert.deepEqual(await releasableLocks(state, "palisade", ["dev-us-east-1", "dev-edge"]), [
      "dev-us-east-1 is locked by ada@another (process 1) since 2026-11-21T09:13:18.000Z, which is on another machine",
    ]);
  });

  it("has nothing to do without locks", async () => {
    await rm(state, { recursive: true });
    await release();
    await mkdir(state);

    assert.deepEqual(told, []);
  });
});

describe("an error about a lock", () => {
  // The texts of pulumi/pkg/backend/diy/lock.go and of Pulumi Cloud.
  for (const [message, shown] of [
    [
      "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  s3://b/x.json: created by root@vm (pid 7) at 2026-11-21T09:13:18Z",
      "the stack is currently locked by 1 lock(s).\n  s3://b/x.json: created by root@vm (pid 7) at 2026-11-21T09:13:18Z",
    ],
    [
      "[409] Conflict: Another update is currently in progress.",
      "[409] Conflict: Another update is currently in progress.",
    ],
  ] as const) {
    it(`names a command that works: ${message.slice(0, 30)}`, () => {
      assert.equal(
        inMessageOfLocks(message, unlock),
        `${shown}\nWait until nobody deploys the stack. If nobody does, release the lock: ${unlock}`,
      );
    });
  }

  it("leaves other errors as they are", () => {
    assert.equal(inMessageOfLocks("update failed", unlock), "update failed");
  });
});
