import assert from "node:assert/strict";
import { readGitIgnore } from "./gitIgnore.ts";

describe("readGitIgnore", () => {
  const cases: [text: string, ignored: string[], others: string[]][] = [
    ["node_modules/", ["node_modules/a/b", "x/node_modules/a"], ["node_modules", "a"]],
    ["*.log\n!keep.log", ["a.log", "x/b.log"], ["keep.log", "x/keep.log", "a.logs"]],
    ["/out\na/b", ["out/x", "out", "a/b/c"], ["x/out", "x/a/b"]],
    ["out\n!out/kept", ["out/kept", "x/out/kept"], []],
    ["# a\n\n\\#b  \n", ["#b", "x/#b"], ["# a", ""]],
    ["**/tmp\nlogs/**\na/**/z", ["tmp/x", "x/y/tmp", "logs/a/b", "a/z", "a/b/c/z"], ["az"]],
    ["a?c.[jt]s\n[!x]1", ["abc.js", "abc.ts", "y1"], ["ac.js", "a/c.js", "abc.es", "x1"]],
    ["a.b(c)+", ["a.b(c)+"], ["aXb(c)+", "a.bc"]],
  ];
  for (const [text, ignored, others] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const rules = readGitIgnore(text);

      const found = [...ignored, ...others].filter(rules);

      assert.deepEqual(found, ignored);
    });
  }
});
