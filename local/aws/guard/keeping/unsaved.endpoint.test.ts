import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../../../project/children.ts";
import { SaveWatch } from "../../../data/index.ts";
import type { AwsEndpoint } from "../../endpoint.ts";
import { startEndpoint } from "../../miniStack.ts";

const bucket = { Bucket: "files" };

// A file in the place of a folder stands for a disk that can't be written to: it also stops root.
describe("data that can't be written to the disk", function () {
  this.timeout(60_000);
  let base: string;
  let folder: string;
  let children: Children;
  let aws: AwsEndpoint;
  let watch: SaveWatch;
  const told: string[] = [];

  const start = async () => {
    children = new Children(() => {});
    aws = await startEndpoint({
      ...{ region: "us-east-1", children, folder: base, stateFolder: folder },
      announce: (note) => told.push(note),
    });
    watch = new SaveWatch([aws], (message) => told.push(message), 100);
  };
  const stop = async () => {
    await watch.close();
    await children.close();
  };
  const until = async (pattern: RegExp) => {
    while (!told.some((line) => pattern.test(line)))
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const block = async (path: string) => {
    await rename(path, `${path}.away`);
    await writeFile(path, "");
  };
  const unblock = async (path: string) => {
    await rm(path);
    await rename(`${path}.away`, path);
  };
  const queues = async () => (await (await aws.sqs()).listQueues()).QueueUrls?.length;
  const generation = () => readFile(join(folder, "generation.json"), "utf8");
  const read = async (Key: string) => {
    const { Body, ETag } = await (await aws.s3()).getObject({ ...bucket, Key });
    return [await Body!.transformToString(), ETag];
  };

  before(async () => {
    base = await mkdtemp(join(tmpdir(), "unsaved-"));
    folder = join(base, "data");
    await start();
    await (await aws.s3()).createBucket(bucket);
    await (await aws.s3()).putObject({ ...bucket, Key: "a", Body: "first" });
    await (await aws.sqs()).createQueue({ QueueName: "one" });
    await aws.kept!.save();
  });
  beforeEach(() => void (told.length = 0));
  after(async () => {
    await children.close();
    await rm(base, { recursive: true });
  });

  it("is told, keeps the generation before, and is written as soon as it can be", async () => {
    const before = await generation();
    await block(join(folder, "parts"));
    await (await aws.sqs()).createQueue({ QueueName: "two" });
    await until(/^us-east-1: the data can't be saved: FileExistsError: .*parts/);

    assert.equal(await generation(), before);
    assert.equal(watch.problems[0]?.region, "us-east-1");
    await unblock(join(folder, "parts"));
    // At once, and not after some seconds.
    await aws.kept!.save();
    await until(/^us-east-1: the data is saved again$/);
    assert.deepEqual(watch.problems, []);
    assert.notEqual(await generation(), before);
  });

  it("includes objects, whose writes are tried again", async () => {
    const [account = ""] = await readdir(join(folder, "objects"));
    const objects = join(folder, "objects", account, "files");
    await block(objects);
    await (await aws.s3()).putObject({ ...bucket, Key: "b", Body: "second" });

    await until(/can't be saved: OSError: the object "b" of the bucket "files" can't be written/);
    assert.equal((await read("b"))[0], "second");
    await unblock(objects);
    await aws.kept!.save();
    await until(/saved again/);
    await stop();
    await start();

    assert.equal((await read("b"))[0], "second");
  });

  it("is named when the platform ends, and the generation before is there at the next start", async () => {
    await block(join(folder, "parts"));
    await (await aws.sqs()).createQueue({ QueueName: "three" });

    await stop();

    assert.match(told.join("\n"), /us-east-1: what was stored .* is lost\. .*not saved/);
    await unblock(join(folder, "parts"));
    await start();
    assert.equal(await queues(), 2);
  });

  it("leaves no object with the body of one write and the ETag of another", async () => {
    await stop();
    const [account = ""] = await readdir(join(folder, "objects"));
    const file = join(folder, "objects", account, "files", "a");
    const { mtimeMs } = await stat(`${file}.meta.json`);
    // As a process leaves it that was killed between the two files of an object.
    await writeFile(file, "other");
    await utimes(file, new Date(mtimeMs + 1_000), new Date(mtimeMs + 1_000));
    await start();

    assert.deepEqual(await read("a"), ["other", '"795f3202b17cb6bc3d4b771d8c6c9eaf"']);
  });
});
