import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "./cacheFolder.ts";

describe("cacheFolder", () => {
  const cacheBefore = process.env["XDG_CACHE_HOME"];
  let folder: string;
  let versionFile: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "cache-folder-"));
    versionFile = join(folder, "version");
    await writeFile(versionFile, "thing==1.0\n");
  });
  afterEach(() => {
    if (cacheBefore === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheBefore;
  });
  after(() => rm(folder, { recursive: true }));

  // Another name would abandon users' caches and build their content again.
  const name = "thing-2a315533e790";

  it("is named after the content of the file", async () => {
    process.env["XDG_CACHE_HOME"] = folder;

    assert.equal(await cacheFolder("thing", versionFile), join(folder, "palisade", name));
  });

  it("is in the home folder's cache by default", async () => {
    delete process.env["XDG_CACHE_HOME"];

    const expected = join(homedir(), ".cache", "palisade", name);
    assert.equal(await cacheFolder("thing", versionFile), expected);
  });
});
