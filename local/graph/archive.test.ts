import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { zipSync } from "fflate";
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

  it("reads a folder at the archive's root", async () => {
    const archive = new AssetArchive({ ".": new FileArchive(folder) });

    assert.deepEqual(await read(archive), { "index.mjs": "index", "lib/a.mjs": "a" });
  });

  it("reads a .zip file", async () => {
    const file = join(folder, "..", `${basename(folder)}.zip`);
    await writeFile(file, zipSync({ lib: { "a.mjs": Buffer.from("a") } }));

    const files = await read(new FileArchive(file));

    await rm(file);
    assert.deepEqual(files, { "lib/a.mjs": "a" });
  });

  it("refuses what does not exist or is no archive, and names it", async () => {
    const nowhere = join(folder, "nowhere");
    const file = join(folder, "index.mjs");

    await assert.rejects(read(new FileArchive(nowhere)), {
      name: "ArchiveError",
      message: `${nowhere} does not exist.`,
    });
    await assert.rejects(read(new FileArchive(file)), {
      name: "ArchiveError",
      message: `${file} is neither a folder nor a .zip file.`,
    });
  });

  it("refuses what is not on this machine", async () => {
    await assert.rejects(read(new RemoteArchive("https://example.com/a.zip")), {
      name: "ArchiveError",
    });
  });
});
