import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signatureKey } from "../../project/signatures.ts";
import { fromPlain, toPlain } from "./plainValues.ts";

const { AssetArchive, FileArchive, FileAsset, StringAsset } = pulumi.asset;

describe("properties for another thread or a file", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "plain-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("are the same when they come back", async () => {
    const file = join(folder, "a.txt");
    const given = {
      list: [1, null, { deep: "text", none: undefined }],
      asset: new FileAsset(file),
      archive: new FileArchive(folder),
      nested: {
        code: new AssetArchive({ "a.js": new StringAsset("a"), b: new FileArchive(folder) }),
      },
    };

    const plain = JSON.parse(JSON.stringify(await toPlain(given))) as Record<string, unknown>;
    const { list, asset, archive, nested } = fromPlain(plain) as typeof given;

    assert.deepEqual(list, [1, null, { deep: "text" }]);
    assert.ok(asset instanceof FileAsset && archive instanceof FileArchive);
    assert.deepEqual([await asset.path, await archive.path], [file, folder]);
    const entries = await nested.code.assets;
    assert.deepEqual(Object.keys(entries), ["a.js", "b"]);
    assert.equal(await (entries["a.js"] as pulumi.asset.StringAsset).text, "a");
    assert.deepEqual(await toPlain(fromPlain(plain)), plain);
  });

  it("have hashes of the content of archives and assets", async () => {
    const hashesOf = async () => {
      const plain = await toPlain({
        asset: new FileAsset(join(folder, "index.js")),
        archive: new FileArchive(folder),
      });
      return Object.values(plain).map((value) => (value as { hash: string }).hash);
    };
    const hashes: string[][] = [];
    for (const content of ["one", "two", "one"]) {
      await writeFile(join(folder, "index.js"), content);
      hashes.push(await hashesOf());
    }

    assert.deepEqual(hashes[0], hashes[2]);
    assert.notEqual(hashes[0]![0], hashes[1]![0]);
    assert.notEqual(hashes[0]![1], hashes[1]![1]);
  });

  it("have no hash of content that can't be read", async () => {
    const { code } = await toPlain({ code: new FileArchive(join(folder, "nowhere")) });

    assert.deepEqual(Object.keys(code as object), [signatureKey, "path"]);
  });
});
