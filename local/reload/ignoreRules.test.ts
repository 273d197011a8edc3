import assert from "node:assert/strict";
import { readIgnoreRules } from "./ignoreRules.ts";

describe("readIgnoreRules", () => {
  const cases: [kind: "git" | "docker", text: string, ignored: string[], others: string[]][] = [
    ["git", "node_modules/", ["node_modules/a/b", "x/node_modules/a"], ["node_modules", "a"]],
    ["git", "*.log\n!keep.log", ["a.log", "x/b.log"], ["keep.log", "x/keep.log", "a.logs"]],
    ["git", "/out\na/b", ["out/x", "out", "a/b/c"], ["x/out", "x/a/b"]],
    ["git", "out\n!out/kept", ["out/kept", "x/out/kept"], []],
    ["git", "# a\n\n\\#b  \n", ["#b", "x/#b"], ["# a", ""]],
    ["git", "**/tmp\nlogs/**\na/**/z", ["tmp/x", "x/y/tmp", "logs/a/b", "a/z", "a/b/c/z"], ["az"]],
    ["git", "a?c.[jt]s\n[!x]1", ["abc.js", "abc.ts", "y1"], ["ac.js", "a/c.js", "abc.es", "x1"]],
    ["git", "a.b(c)+", ["a.b(c)+"], ["aXb(c)+", "a.bc"]],
    ["docker", "README.md\n**/*.test.js", ["README.md", "a/b.test.js"], ["docs/README.md"]],
    ["docker", "*\n!src\n./dist/", ["a", "dist/x", "x/y"], ["src", "src/a.js"]],
  ];
  for (const [kind, text, ignored, others] of cases) {
    it(`reads ${JSON.stringify(text)} as ${kind}`, () => {
      const rules = readIgnoreRules(text, kind);

      const found = [...ignored, ...others].filter(rules);

      assert.deepEqual(found, ignored);
    });
  }
});
