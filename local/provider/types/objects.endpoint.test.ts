import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { useCloud } from "../testing/cloud.ts";

const type = "aws:s3/bucketObjectv2:BucketObjectv2";

describe("objects of a bucket at the AWS endpoint", function () {
  this.timeout(60_000);
  const cloud = useCloud();
  let bucket: string;
  let count = 0;

  beforeEach(async () => {
    bucket = `site-${++count}`;
    await cloud.create("aws:s3/bucket:Bucket", bucket, { bucket });
  });

  const read = async (key: string) => {
    const s3 = await cloud.aws.s3();
    const { Body, ContentType, CacheControl } = await s3.getObject({ Bucket: bucket, Key: key });
    return { text: await Body!.transformToString(), ContentType, CacheControl };
  };

  it("a file is uploaded with its headers, replaced and deleted", async () => {
    const folder = await mkdtemp(join(tmpdir(), "objects-"));
    try {
      const file = join(folder, "index.html");
      await writeFile(file, "<p>1</p>");
      const inputs = {
        bucket,
        key: "docs/index.html",
        source: new pulumi.asset.FileAsset(file),
        contentType: "text/html; charset=utf-8",
        cacheControl: "no-cache",
      };

      const object = await cloud.create(type, "page", inputs);

      assert.equal(object.outputs["arn"], `arn:aws:s3:::${bucket}/docs/index.html`);
      assert.equal(object.outputs["etag"], "b778160b70761e5996c3f8fc92ae8862");
      assert.deepEqual(await read("docs/index.html"), {
        text: "<p>1</p>",
        ContentType: "text/html; charset=utf-8",
        CacheControl: "no-cache",
      });

      await object.update({ ...inputs, source: new pulumi.asset.StringAsset("<p>2</p>") });
      assert.equal((await read("docs/index.html")).text, "<p>2</p>");

      await object.delete();
      await assert.rejects(read("docs/index.html"), { name: "NoSuchKey" });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("content is a text or Base64, and the resource's name is the key without one", async () => {
    const text = await cloud.create(type, "a.txt", { bucket, content: "hello" });
    await cloud.create(type, "b", { bucket, key: "b.txt", contentBase64: "aGk=" });

    assert.equal(text.id, "a.txt");
    assert.equal((await read("a.txt")).text, "hello");
    assert.equal((await read("b.txt")).text, "hi");
  });

  it("a deleted object leaves no version behind, and others of similar keys stay", async () => {
    await cloud.create("aws:s3/bucketVersioning:BucketVersioning", "versions", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const inputs = { bucket, key: "a", content: "1" };
    const object = await cloud.create(type, "a", inputs);
    await cloud.create(type, "ab", { bucket, key: "ab", content: "other" });
    await object.update({ ...inputs, content: "2" });

    await object.delete();

    const s3 = await cloud.aws.s3();
    const { Versions = [] } = await s3.listObjectVersions({ Bucket: bucket });
    assert.deepEqual(
      Versions.map(({ Key }) => Key),
      ["ab"],
    );
  });
});
