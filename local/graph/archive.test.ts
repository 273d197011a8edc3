import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
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

  it("reads a folder with its subfolders", async () => {
    assert.deepEqual(await read(new FileArchive(folder)), {
      "index.mjs": "index",
      "lib/a.mjs": "a",
    });
  });

  it("reads files, strings and archives inside an archive", async () => {
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

  it("refuses a path that does not exist or is not an archive, and names it", async () => {
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

  it("does not follow links in a folder", async () => {
    const linked = join(folder, "linked");
    await mkdir(linked);
    await symlink("/etc/passwd", join(linked, "passwd"));
    await symlink("/etc", join(linked, "etc"));

    assert.deepEqual(await read(new FileArchive(linked)), {});
    await rm(linked, { recursive: true });
  });

  it("reads a link in a .zip file as a file with its target as content", async () => {
    const file = join(folder, "link.zip");
    const link = { os: 3, attrs: 0o120777 << 16 };
    await writeFile(file, zipSync({ link: [Buffer.from("/etc/passwd"), link] }));

    assert.deepEqual(await read(new FileArchive(file)), { link: "/etc/passwd" });
    await rm(file);
  });

  it("keeps a file with any name", async () => {
    const archive = new AssetArchive(
      Object.fromEntries([["__proto__", new StringAsset("text")]]) as pulumi.asset.AssetMap,
    );

    assert.deepEqual(Object.keys(await readArchive(archive)), ["__proto__"]);
  });

  for (const key of ["../a", "a/../../b", "/a", "C:/a", "..\\a", "a\0"]) {
    it(`refuses the key ${JSON.stringify(key)}, also in a nested archive and in a .zip file`, async () => {
      const refusal = { name: "PathError", message: /^The archive key.* (leads out|is|contains)/ };
      const text = new StringAsset("text");
      const file = join(folder, "key.zip");
      await writeFile(file, zipSync({ [key]: Buffer.from("text") }));

      await assert.rejects(read(new AssetArchive({ [key]: text })), refusal);
      const within = new AssetArchive({ [key]: text });
      await assert.rejects(read(new AssetArchive({ a: within })), refusal);
      await assert.rejects(read(new AssetArchive({ [key]: new FileArchive(folder) })), refusal);
      await assert.rejects(read(new FileArchive(file)), refusal);
      await rm(file);
    });
  }

  it("refuses a .zip file that would fill the memory", async () => {
    const file = join(folder, "large.zip");
    const content = Buffer.from(zipSync({ a: Buffer.alloc(1_000) }));
    // The unpacked size in the archive's list of files.
    content.writeUInt32LE(300 * 1024 * 1024, content.indexOf("PK\x01\x02") + 24);
    await writeFile(file, content);

    await assert.rejects(read(new FileArchive(file)), { message: /more than the 250 MB/ });
    await rm(file);
  });

  it("refuses archives that are not on this machine", async () => {
    await assert.rejects(read(new RemoteArchive("https://example.com/a.zip")), {
      name: "ArchiveError",
    });
  });
});
