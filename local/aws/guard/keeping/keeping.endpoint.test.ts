import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { type Child, Children } from "../../../../project/children.ts";
import type { AwsEndpoint } from "../../endpoint.ts";
import { startEndpoint } from "../../miniStack.ts";
import { password } from "../userpools/testing/userPool.ts";
import { kinds } from "./testing/storedData.ts";

const run = promisify(execFile);

/** Children that can be killed. */
class Mortal extends Children {
  readonly #started: Child[] = [];

  override spawn(...process: Parameters<Children["spawn"]>): Child {
    const child = super.spawn(...process);
    this.#started.push(child);
    return child;
  }

  async kill(): Promise<void> {
    for (const { pid } of this.#started) process.kill(pid, "SIGKILL");
    await Promise.all(this.#started.map(({ exited }) => exited));
    await this.close();
  }
}

// A machine that loses its power is not part of the test; files are synced before a generation counts.
describe("an AWS endpoint whose data is kept", function () {
  this.timeout(60_000);
  let base: string;
  let folder: string;
  let children: Mortal;
  let aws: AwsEndpoint;
  let notes: string[];
  const checks = new Map<string, (later: AwsEndpoint) => Promise<void>>();

  async function start(confirmsWrites = false): Promise<void> {
    children = new Mortal(() => {});
    notes = [];
    aws = await startEndpoint({
      ...{ region: "us-east-1", children, folder: base, stateFolder: folder, confirmsWrites },
      announce: (note) => notes.push(note),
    });
  }
  const checkAll = async () => {
    for (const check of checks.values()) await check(aws);
  };
  const parts = async () => (await readdir(join(folder, "parts"))).sort();

  before(async () => {
    base = await mkdtemp(join(tmpdir(), "keeping-"));
    folder = join(base, "data");
    await start();
  });
  after(async () => {
    await children.close();
    await rm(base, { recursive: true });
  });

  for (const [name, store] of Object.entries(kinds))
    it(`stores ${name}`, async () => {
      checks.set(name, await store(aws));
    });

  it("has everything that was saved after it was killed", async () => {
    assert.ok(aws.kept?.isEmpty);
    await aws.kept.save();
    await children.kill();

    await start();

    await checkAll();
    assert.deepEqual(notes, []);
  });

  it("has what was stored just before it was stopped, and its root key", async () => {
    const before = aws.accessKey;
    await aws.iam.send(new CreateRoleCommand({ RoleName: "late", AssumeRolePolicyDocument: "{}" }));
    await children.close();

    await start();

    await aws.iam.send(new GetRoleCommand({ RoleName: "late" }));
    await checkAll();
    assert.deepEqual(aws.accessKey, before);
  });

  it("saves by itself, and only what has changed", async () => {
    await aws.kept!.save();
    const before = new Set(await parts());
    const queue = { QueueName: "more" };
    await (await aws.sqs()).createQueue(queue);
    let changed: string[] = [];
    while (changed.length === 0) changed = (await parts()).filter((part) => !before.has(part));

    assert.deepEqual(
      changed.map((part) => part.split("-")[0]),
      ["sqs"],
    );
  });

  it("has no password, secret or key in the clear, and nothing for other users", async () => {
    await aws.kept!.save();
    for (const text of [password, "hidden-1", "hidden-2", "ada@example.com", aws.url])
      await assert.rejects(run("grep", ["-rqF", text, folder]), text);
    const { stdout } = await run("find", [folder, "-perm", "/077"]);
    assert.equal(stdout, "");
  });

  it("goes back to the state before an evaluation that was interrupted", async () => {
    await aws.kept!.begin();
    await aws.kept!.commit({ resources: ["one"] });
    await aws.kept!.begin();
    await aws.iam.send(new CreateRoleCommand({ RoleName: "half", AssumeRolePolicyDocument: "{}" }));
    await children.close();

    await start();

    assert.deepEqual(aws.kept!.evaluation, { resources: ["one"] });
    await assert.rejects(aws.iam.send(new GetRoleCommand({ RoleName: "half" })), /NoSuchEntity/);
    await checkAll();
  });

  for (const [what, damage] of Object.entries({
    "a part of the latest generation": async () => {
      const manifest = JSON.parse(await readFile(join(folder, "generation.json"), "utf8")) as {
        parts: Record<string, string>;
      };
      await writeFile(join(folder, "parts", manifest.parts["iam"]!), "garbage");
    },
    "its manifest": () => writeFile(join(folder, "generation.json"), '{"format": 1, "par'),
    "all but the copy of the last start": async () => {
      await rm(join(folder, "parts"), { recursive: true });
      await rm(join(folder, "generation.previous.json"));
    },
  }))
    it(`uses an older generation if ${what} is damaged, and says so`, async () => {
      await aws.kept!.save();
      await aws.iam.send(
        new CreateRoleCommand({ RoleName: `r${what.length}`, AssumeRolePolicyDocument: "{}" }),
      );
      await children.close();
      await damage();

      await start();

      await checkAll();
      assert.match(notes.join("\n"), /is (damaged|missing)[^]*The data is as it was at 20/);
    });

  const change = async (about: object) => {
    const file = join(folder, "generation.json");
    const manifest = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...manifest, ...about }));
  };

  it("keeps a copy of what another version of MiniStack has written", async () => {
    await children.close();
    await change({ ministack: "1.0.0" });

    await start();

    await checkAll();
    const copy = /MiniStack 1\.0\.0; a copy as it was is in (\S+)\.$/.exec(notes.join("\n"))![1]!;
    assert.ok((await stat(join(copy, "account.json"))).isFile());
  });

  it("starts empty if the format is another one, and keeps the files", async () => {
    await children.close();
    await change({ format: 99 });

    await start();

    assert.ok(aws.kept?.isEmpty);
    const moved = /format 99, this version reads 1\. It starts empty; the data is in (\S+)\.$/;
    assert.ok((await stat(join(moved.exec(notes.join("\n"))![1]!, "parts"))).isDirectory());
  });

  it("starts empty if nothing can be read, and keeps the files", async () => {
    // Without a change there would be no files.
    await kinds["an item"]!(aws);
    await aws.kept!.save();
    await children.close();
    await writeFile(join(folder, "account.json"), "{}");

    await start();

    assert.ok(aws.kept?.isEmpty);
    const moved = /the files are in (\S+)\.$/m.exec(notes.join("\n"))![1]!;
    assert.ok((await stat(join(moved, "parts"))).isDirectory());
  });

  it("confirms writes when they are on the disk, if it should", async () => {
    await children.close();
    await start(true);
    const { cognito } = aws;
    const { UserPool: old } = await cognito.send(new CreateUserPoolCommand({ PoolName: "old" }));
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "users" }));
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: old!.Id }));
    await children.kill();

    await start();

    const { UserPools } = await aws.cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    assert.deepEqual(
      UserPools?.map(({ Id }) => Id),
      [UserPool!.Id],
    );
  });
});
