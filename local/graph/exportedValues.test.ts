import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readValues } from "./exportedValues.ts";

const key = "4dabf18193072939515e22adb298388d";
const secret = { [key]: "1b47061264138c4ac30d75fd1eb44270" };
const asset = { [key]: "c44067f5952c0a294b673a41bacd8c17", hash: "1" };
const archive = { [key]: "0def7320c3a5731c473e5ecbe6d01bc7", hash: "2" };

const locate = (path: string) => `/here/${path}`;
const read = (exported: Record<string, unknown>) => readValues(exported, locate);

describe("readValues", () => {
  it("keeps plain values, without the provider's defaults", () => {
    const { properties } = read({ __defaults: [], a: { __defaults: ["b"], b: [1, null] }, c: "" });

    assert.deepEqual(properties, { a: { b: [1, null] }, c: "" });
  });

  it("leaves out null, which the provider writes for what is not set", () => {
    const { properties } = read({ a: null, b: { c: null, d: [{ e: null }] } });

    assert.deepEqual(properties, { b: { d: [{}] } });
  });

  it("reads references to resources, and outputs, as their values", () => {
    const reference = { [key]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:a", id: "a1" };
    const output = { [key]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: "b1", secret: true };

    assert.deepEqual(read({ a: reference, b: output }).properties, { a: "a1", b: "b1" });
  });

  it("unwraps secrets in plain text", () => {
    const plaintext = JSON.stringify({ user: "ada", roles: ["admin"] });

    const { properties, encrypted } = read({ login: { ...secret, plaintext } });

    assert.deepEqual(properties, { login: { user: "ada", roles: ["admin"] } });
    assert.deepEqual(encrypted, []);
  });

  it("leaves encrypted values out, and names them", () => {
    const hidden = { ...secret, ciphertext: "v1:AAAA" };

    const { properties, encrypted } = read({ a: 1, b: { c: [{ d: hidden }] } });

    assert.deepEqual(properties, { a: 1, b: { c: [{}] } });
    assert.deepEqual(encrypted, ["b.c.0.d"]);
  });

  it("finds a folder of the program", async () => {
    const { code } = read({ code: { ...archive, path: "app" } }).properties;

    assert.ok(code instanceof pulumi.asset.FileArchive);
    assert.equal(await code.path, "/here/app");
  });

  it("reads an archive of files, strings and folders", async () => {
    const assets = {
      "index.mjs": { ...asset, path: "index.mjs" },
      "empty.txt": { ...asset, text: "" },
      lib: { ...archive, path: "lib" },
    };

    const { code } = read({ code: { ...archive, assets } }).properties;

    assert.ok(code instanceof pulumi.asset.AssetArchive);
    const { FileArchive, FileAsset, StringAsset } = pulumi.asset;
    const entries = await code.assets;
    assert.ok(entries["index.mjs"] instanceof FileAsset);
    assert.ok(entries["empty.txt"] instanceof StringAsset);
    assert.ok(entries["lib"] instanceof FileArchive);
  });

  it("leaves out an archive with only a hash", () => {
    assert.deepEqual(read({ code: archive, handler: "index.handler" }).properties, {
      handler: "index.handler",
    });
  });

  for (const assets of [
    { "../evil.sh": { ...asset, text: "" } },
    { lib: { ...archive, assets: { "/evil.sh": { ...asset, text: "" } } } },
  ]) {
    it(`refuses an archive with ${JSON.stringify(assets).match(/[./]+evil/)![0]}`, () => {
      assert.throws(() => read({ code: { ...archive, assets } }), { name: "PathError" });
    });
  }

  it("reads nothing from a remote address", () => {
    const { properties } = read({ code: { ...archive, uri: "http://127.0.0.1/code.zip" } });

    assert.deepEqual(properties, {});
  });
});
