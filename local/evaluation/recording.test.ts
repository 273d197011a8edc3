import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fingerprintOf } from "./fingerprint.ts";
import { type Recording, readRecording, writeRecording } from "./recording.ts";

describe("a recorded evaluation", () => {
  let root: string;
  let file: string;
  const request = () => ({ root, environment: "local", regions: undefined });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "recording-"));
    file = join(root, ".local/data/local/evaluation");
    const evaluated = { name: "organization/a/b", outputs: { key: "hidden" } };
    await writeRecording({
      request: request(),
      fingerprint: fingerprintOf({ reads: [], variables: [], doubts: [] })!,
      definition: { project: "a", stacks: [], secretOwners: [] },
      reads: { files: [], folders: [], asked: [] },
      urls: { "eu-west-1": "http://127.0.0.1:1" },
      stacks: { b: { given: {}, exchanges: [], evaluated } } as unknown as Recording["stacks"],
    });
  });
  afterEach(() => rm(root, { recursive: true }));

  it("is found again, and is for this user only and encrypted", async () => {
    assert.deepEqual((await readRecording(request()))?.stacks["b"]?.evaluated.outputs, {
      key: "hidden",
    });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.doesNotMatch(await readFile(file, "latin1"), /hidden/);
  });

  it("is not that of other regions", async () => {
    assert.equal(await readRecording({ ...request(), regions: ["eu-west-1"] }), undefined);
  });

  it("is not used when it was changed", async () => {
    const content = await readFile(file);
    content[content.length - 3]! ^= 1;
    await writeFile(file, content);

    assert.equal(await readRecording(request()), undefined);
  });
});
