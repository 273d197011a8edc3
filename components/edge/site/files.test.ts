import assert from "node:assert/strict";
import { cacheControlOf } from "./cacheControl.ts";
import { contentTypeOf } from "./contentTypes.ts";

describe("a file of a site", () => {
  for (const path of [
    "main.3f2a1b9c.js",
    "assets/app-1a2b3c4d5e6f7890.css",
    "a.0123456789abcdef0123.js.map",
    "chunk_00aa00bb.js",
  ]) {
    it(`never changes if its name has a content hash: ${path}`, () => {
      assert.equal(cacheControlOf(path), "public, max-age=31536000, immutable");
    });
  }

  for (const path of [
    "index.3f2a1b9c.html",
    "logo.png",
    "report-20261224.pdf",
    "photo-iPhone15.jpg",
    "cake-deadbeef.js",
    "3f2a1b9c.js",
    "a.3f2a1b9.js",
    "a.3f2a1b9c",
  ]) {
    it(`is asked for each time if it might change: ${path}`, () => {
      assert.equal(cacheControlOf(path), "no-cache");
    });
  }

  it("never changes in a folder of the site's own", () => {
    assert.match(cacheControlOf("assets/a/b.js", ["/assets/*"]), /immutable/);
    assert.equal(cacheControlOf("other/b.js", ["/assets/*"]), "no-cache");
    assert.equal(cacheControlOf("assets/a.html", ["/assets/*"]), "no-cache");
  });

  for (const [path, type] of [
    ["a.html", "text/html; charset=utf-8"],
    ["a.JS", "text/javascript; charset=utf-8"],
    ["a.svg", "image/svg+xml; charset=utf-8"],
    ["a.webmanifest", "application/manifest+json; charset=utf-8"],
    ["a.woff2", "font/woff2"],
    ["a.glb", "model/gltf-binary"],
    ["a.txt", "text/x"],
    ["a", "application/octet-stream"],
  ] as const) {
    it(`has a media type: ${path}`, () => {
      const more = { ".glb": "model/gltf-binary", ".txt": "text/x" };
      assert.equal(contentTypeOf(path, more).replace("text/x; charset=utf-8", "text/x"), type);
    });
  }
});
