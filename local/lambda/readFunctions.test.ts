import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Resource } from "../graph/resource.ts";
import { functionType, readFunction, unpackCode } from "./readFunctions.ts";

const { AssetArchive, StringAsset } = pulumi.asset;

describe("readFunction", () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "functions-"));
    folder = join(parent, "platform", "us-east-1");
  });
  afterEach(() => rm(parent, { recursive: true }));

  const resource = (name: string, keys: string[]): Resource => ({
    type: functionType,
    name: "orders",
    id: "orders",
    inputs: {
      handler: "index.handler",
      code: new AssetArchive(Object.fromEntries(keys.map((key) => [key, new StringAsset(key)]))),
    },
    outputs: { name, arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}` },
  });

  const unpack = async (keys: string[]) =>
    unpackCode(await readFunction(resource("orders", keys)), folder);

  it("unpacks a function's code below the folder", async () => {
    await unpack(["lib/a.js"]);

    assert.equal(await readFile(join(folder, "lib", "a.js"), "utf8"), "lib/a.js");
  });

  for (const name of ["../../evil", "..", ".", "a/b", "a\\b", "", "a\0", "/evil"]) {
    it(`refuses the name ${JSON.stringify(name)}`, async () => {
      await assert.rejects(readFunction(resource(name, ["a"])), {
        name: "PathError",
        message: /function name .* is not valid\. Use letters/,
      });
    });
  }

  it("writes nothing outside for a key that leads out", async () => {
    await assert.rejects(unpack(["a", "../../evil"]), {
      name: "PathError",
      message: /The archive key "\.\.\/\.\.\/evil" leads out of its folder/,
    });
    assert.equal(existsSync(join(parent, "evil")), false);
  });

  it("does not follow links that a function has left in its folder", async () => {
    await unpack(["a"]);
    await symlink(parent, join(folder, "lib"));

    await unpack(["lib/evil"]);

    assert.equal(existsSync(join(parent, "evil")), false);
    assert.equal(await readFile(join(folder, "lib", "evil"), "utf8"), "lib/evil");
  });
});
