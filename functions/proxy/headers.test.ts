import assert from "node:assert/strict";
import fc from "fast-check";
import { endToEnd, foldedName } from "./headers.ts";

const keepAll = () => false;

describe("endToEnd", () => {
  it("gathers the values of one name, in order and whatever its case", () => {
    const headers = endToEnd(
      [
        ["Accept", "text/html"],
        ["X-Trace", "1"],
        ["accept", "text/plain"],
      ],
      keepAll,
    );

    assert.deepEqual({ ...headers }, { accept: ["text/html", "text/plain"], "x-trace": ["1"] });
  });

  for (const name of [
    "Connection",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Proxy",
    "Content-Length",
    "content_length",
    "Transfer_Encoding",
  ]) {
    it(`drops ${name}`, () => {
      assert.deepEqual(Object.keys(endToEnd([[name, "x"]], keepAll)), []);
    });
  }

  it("drops what a Connection header names", () => {
    const headers = endToEnd(
      [
        ["X-One", "1"],
        ["connection", "close, x-one"],
        ["X-Two", "2"],
        ["Connection", "X-Three"],
        ["x-three", "3"],
      ],
      keepAll,
    );

    assert.deepEqual(Object.keys(headers), ["x-two"]);
  });

  it("drops what its caller drops, by the folded name", () => {
    const headers = endToEnd(
      [
        ["X_User.Sub", "mallory"],
        ["X-Users", "3"],
      ],
      (name) => name.startsWith("x-user-"),
    );

    assert.deepEqual(Object.keys(headers), ["x-users"]);
  });

  it("takes __proto__ for a name like any other", () => {
    assert.deepEqual(Object.entries(endToEnd([["__proto__", "x"]], keepAll)), [
      ["__proto__", ["x"]],
    ]);
  });
});

describe("foldedName", () => {
  it("reads names alike that differ in case and separators alone", () => {
    const separator = fc.constantFrom(..."-_.!#$%&'*+^`|~".split(""));
    fc.assert(
      fc.property(separator, separator, fc.boolean(), (first, second, isUpper) => {
        const name = `x${first}user${second}sub`;
        assert.equal(foldedName(isUpper ? name.toUpperCase() : name), "x-user-sub");
      }),
    );
  });
});
