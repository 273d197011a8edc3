import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readArchive } from "./archive.ts";

const { AssetArchive, FileArchive, FileAsset, RemoteArchive, StringAsset } = pulumi.asset;

describe("readArchive", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "archive-"));
    await mkdir(join(folder, "lib"));
    await writeFile(join(folder, "index.mjs"), "index");
    await writeFile(join(folder, "lib", "a.mjs"), "a");
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (archive: pulumi.asset.Archive) =>
    Object.fromEntries(
      Object.entries(await readArchive(archive)).map(([path, content]) => [
        path,
        Buffer.from(content).toString(),
      ]),
    );

  it("reads a folder with what is below it", async () => {
    assert.deepEqual(await read(new FileArchive(folder)), {
      "index.mjs": "index",
      "lib/a.mjs": "a",
    });
  });

  it("reads files, texts and archives inside an archive", async () => {
    const archive = new AssetArchive({
      "index.mjs": new FileAsset(join(folder, "index.mjs")),
      "readme.txt": new StringAsset("read me"),
      more: new FileArchive(folder),
    });

    assert.deepEqual(await read(archive), {
      "index.mjs": "index",
      "readme.txt": "read me",
      "more/index.mjs": "index",
      "more/lib/a.mjs": "a",
    });
  });

  it("refuses what is not on this machine", async () => {
    await assert.rejects(read(new RemoteArchive("https://example.com/a.zip")), {
      name: "ArchiveError",
    });
  });
});
