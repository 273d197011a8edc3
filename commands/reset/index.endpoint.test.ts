import assert from "node:assert/strict";
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type AwsEndpoint } from "../../local/aws/endpoint.ts";
import { UserPool } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { startEndpoint } from "../../local/aws/miniStack.ts";
import { type HeldData, holdData } from "../../local/data/index.ts";
import { publishState } from "../../local/stateFile.ts";
import { Children } from "../../project/children.ts";
import { run } from "./index.ts";

const region = "us-east-1";

describe("npm run reset", function () {
  this.timeout(60_000);
  let root: string;
  let data: HeldData;
  let children: Children;
  let aws: AwsEndpoint;

  /** As a platform does. */
  async function start(): Promise<void> {
    const held = await holdData(root, "local");
    assert.ok(!("usedBy" in held));
    data = held;
    children = new Children(() => {});
    const folders = { folder: root, stateFolder: data.folderOf(region) };
    aws = await startEndpoint({ region, children, ...folders, announce: assert.fail });
  }
  async function stop(): Promise<void> {
    await children.close();
    await data.release();
  }
  async function reset(...args: string[]): Promise<{ code: number; output: string }> {
    let output = "";
    const add = (text: string) => void (output += text);
    const code = await run(args, { out: add, err: add, cwd: root });
    return { code, output };
  }
  const queue = { QueueName: "jobs" };

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "reset-"));
    await start();
    const pool = await UserPool.create(aws, {});
    await pool.addUser("ada");
    await pool.addUser("bob");
    const s3 = await aws.s3();
    await s3.createBucket({ Bucket: "reset-files" });
    await s3.send(new PutObjectCommand({ Bucket: "reset-files", Key: "a", Body: "1" }));
    const { QueueUrl } = await (await aws.sqs()).createQueue(queue);
    await (await aws.sqs()).sendMessage({ QueueUrl, MessageBody: "1" });
    await stop();
  });
  after(async () => {
    await stop();
    await rm(root, { recursive: true });
  });

  it("deletes nothing without consent", async () => {
    const { code, output } = await reset();

    assert.equal(code, 1);
    assert.match(output, /us-east-1: 2 users, 1 message, 1 object\n[^]*Confirm with --yes/);
  });

  it("empties one kind of data; the others and the resources stay", async () => {
    const { code, output } = await reset("--only", "users", "--yes");

    assert.equal(code, 0, output);
    assert.match(output, /us-east-1: 2 users\nEmptied\./);
    await start();
    assert.deepEqual(await aws.kept!.counts(), { users: 0, items: 0, messages: 1, objects: 1 });
  });

  it("empties it in the platform that runs on the data", async () => {
    const published = await publishState(join(root, ".local"), {
      ...{ edge: "", console: "" },
      regions: {
        [region]: {
          ...{ api: "", aws: aws.url, accessKey: aws.accessKey!, userPoolId: "", clientId: "" },
          issuer: "",
        },
      },
    });

    const { code, output } = await reset("--only", "queues,buckets", "--yes");

    await published.takeBack();
    assert.equal(code, 0, output);
    assert.deepEqual(await aws.kept!.counts(), { users: 0, items: 0, messages: 0, objects: 0 });
    await (await aws.sqs()).getQueueUrl(queue);
    assert.equal(
      (await (await aws.s3()).listObjectVersions({ Bucket: "reset-files" })).Versions,
      undefined,
    );
  });

  it("deletes nothing while a platform uses the data", async () => {
    const { code, output } = await reset("--yes");

    assert.equal(code, 1);
    assert.match(output, new RegExp(`process ${process.pid}\\) uses the data of "local"`));
  });

  it("deletes all data, with copies that were set aside", async () => {
    await stop();
    const folder = data.folderOf(region);
    await mkdir(`${folder}.20260101-000000`);
    await writeFile(join(`${folder}.20260101-000000`, "x"), "");

    const { code, output } = await reset("--yes");

    assert.equal(code, 0, output);
    await assert.rejects(access(folder));
    await assert.rejects(access(`${folder}.20260101-000000`));
    await start();
    assert.ok(aws.kept!.isEmpty);
  });

  for (const [what, args, reason] of [
    ["an unknown kind", ["--only", "topics"], /"topics" is none of users, tables, queues, buckets/],
    [
      "a region without data",
      ["--only", "users", "--region", "eu-west-1"],
      /There is no data of "local" in eu-west-1/,
    ],
    ["a path as environment", ["--env", "../.."], /"\.\.\/\.\." is not the name of an environment/],
    ["an environment without data", ["--env", "dev"], /There is no data of "dev"/],
  ] as const)
    it(`names ${what}`, async () => {
      assert.match((await reset(...args)).output, reason);
    });
});
