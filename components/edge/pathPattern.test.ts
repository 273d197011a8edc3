import assert from "node:assert/strict";
import fc from "fast-check";
import { covers, overlap, reaches } from "./pathPattern.ts";

const routes: readonly (readonly [pattern: string, path: string, reached: boolean])[] = [
  ["/catalog", "/catalog", true],
  ["/catalog/", "/catalog", true],
  ["/catalog", "/catalogs", false],
  ["/Catalog", "/catalog", false],
  ["/catalog*", "/catalog", true],
  ["/catalog*", "/catalogs/{id}", true],
  ["/catalog/*", "/catalog", true],
  ["/catalog/?*", "/catalog", false],
  ["/orders/?", "/orders/{id}", true],
  ["/orders/??/x", "/orders/{id}", false],
  ["/orders/*/items", "/orders/{id}", false],
  ["/orders/*/items", "/orders/{id}/items", true],
  ["/orders/*/items", "/{proxy+}", true],
  ["/orders/a/b", "/orders/{id}", false],
  ["/orders/a/b", "/orders/{proxy+}", true],
  ["/orders/", "/orders/{id}", false],
  ["*.json", "/openapi.json", true],
  ["*.json", "/files/{key+}", true],
  ["*.json", "/catalog", false],
  ["/*", "/", true],
  ["/", "/", true],
  ["/a+b", "/aab", false],
];

describe("a behavior's pattern", () => {
  for (const [pattern, path, reached] of routes) {
    it(`${pattern} ${reached ? "reaches" : "does not reach"} ${path}`, () => {
      assert.equal(reaches(pattern, path), reached);
    });
  }

  it("overlaps with another one if a path matches both", () => {
    assert.ok(overlap("/a*", "*/b"));
    assert.ok(overlap("/a?c", "/abc"));
    assert.ok(!overlap("/a/*", "/a"));
    assert.ok(!overlap("/app/*", "/api/*"));
  });

  it("covers another one if it matches all of its paths", () => {
    assert.ok(covers("/a*", "/a/*"));
    assert.ok(covers("/a?", "/ab"));
    assert.ok(!covers("/a?", "/a*"));
    assert.ok(!covers("/a/*", "/a*"));
    assert.ok(!covers("/a.b", "/axb"));
  });

  it("reaches each path that matches it", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 6 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (one, path) => {
        const matched = new RegExp(`^${one.replaceAll("?", ".").replaceAll("*", ".*")}$`).test(
          path,
        );
        assert.equal(overlap(one, path), matched);
        if (matched) assert.ok(reaches(one, path));
      }),
    );
  });
});
