import assert from "node:assert/strict";
import { deflateSync, gzipSync } from "node:zlib";
import { removeStaleEncoding } from "./contentEncoding.ts";

const left = (coding: string | string[], body: Buffer | null) => {
  const headers: Record<string, string | string[]> = { "content-encoding": coding };
  removeStaleEncoding(headers, body);
  return headers["content-encoding"];
};

describe("removeStaleEncoding", () => {
  const plain = Buffer.from('{"a":1}');

  it("removes the coding of a body that API Gateway has decoded", () => {
    assert.equal(left("gzip", plain), undefined);
    assert.equal(left(["GZIP"], plain), undefined);
    assert.equal(left("deflate", plain), undefined);
    assert.equal(left("identity", plain), undefined);
    assert.equal(left("gzip", Buffer.from("x")), undefined);
  });

  it("leaves it to a body that is still so coded, that has another coding, or that is none", () => {
    assert.equal(left("gzip", gzipSync(plain)), "gzip");
    assert.equal(left("deflate", deflateSync(plain)), "deflate");
    assert.equal(left("br", plain), "br");
    assert.equal(left("constructor", plain), "constructor");
    assert.equal(left("gzip", null), "gzip");
  });
});
