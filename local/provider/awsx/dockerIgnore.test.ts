import assert from "node:assert/strict";
import fc from "fast-check";
import { readIgnoreRules } from "./dockerIgnore.ts";

const cases: [lines: string, ignored: string[], kept: string[]][] = [
  ["", [], ["a", "a/b"]],
  ["# a\n\n  \n", [], ["# a", "a"]],
  ["node_modules", ["node_modules", "node_modules/a/b.js"], ["src/node_modules", "node_modules2"]],
  ["/dist/\r\n./out\r\n", ["dist", "dist/a", "out/b"], ["src/dist"]],
  ["\uFEFFdist", ["dist"], ["src"]],
  ["*.md", ["README.md"], ["docs/README.md", "README.mdx", "md"]],
  ["**/*.test.js", ["a.test.js", "b/c/a.test.js"], ["a.test.jsx", "atest.js"]],
  ["**/node_modules", ["node_modules", "a/b/node_modules/c"], ["a/node_modules2"]],
  ["docs/**", ["docs/a", "docs/a/b"], ["docs", "docs2/a"]],
  ["a?c", ["abc"], ["ac", "a/c", "abbc"]],
  ["[ab].js", ["a.js"], ["c.js", "[ab].js"]],
  ["\\*.js", ["*.js"], ["a.js"]],
  ["a+b(c).d", ["a+b(c).d"], ["aab(c).d", "a+b(c)xd"]],
  ["*.md\n!README.md", ["A.md"], ["README.md"]],
  ["!README.md\n*.md", ["README.md"], []],
  ["docs\n!docs/kept", ["docs/a"], ["docs/kept", "docs/kept/b"]],
];

describe("a .dockerignore file", () => {
  for (const [lines, ignored, kept] of cases) {
    it(`is read like Docker: ${JSON.stringify(lines)}`, () => {
      const rules = readIgnoreRules(lines);

      const paths = [...ignored, ...kept];
      assert.deepEqual(
        paths.filter((path) => rules.ignores(path)),
        ignored,
      );
    });
  }

  it("knows whether ignored folders may contain exceptions", () => {
    assert.equal(readIgnoreRules("docs").wholeFolders, true);
    assert.equal(readIgnoreRules("docs\n!docs/kept").wholeFolders, false);
  });

  it("ignores names with any characters", () => {
    const name = fc
      .string({ minLength: 1, unit: fc.constantFrom(..."ab.$^+(){}|-_#!") })
      .filter((file) => file !== "." && file !== "..");
    fc.assert(
      fc.property(name, (file) => {
        const rules = readIgnoreRules(`folder/${file}`);

        assert.equal(rules.ignores(`folder/${file}`), true);
        assert.equal(rules.ignores(`folder/${file}x`), false);
      }),
    );
  });
});
