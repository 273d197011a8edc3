import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pages = fileURLToPath(new URL("page/pages/", import.meta.url));

const namesIn = (text: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(text.matchAll(pattern), ([, name]) => name!)),
];

/** That a used class exists is checked by the bundle, and that no two pages' are the same by esbuild. */
describe("the pages' styles", () => {
  const files = readdirSync(pages, { recursive: true, encoding: "utf8" });
  const sheets = files.filter((file) => file.endsWith(".css"));

  it("are each the page's own, so that none changes another page", () => {
    assert.ok(sheets.length > 4);
    for (const sheet of sheets) assert.match(basename(sheet), /\.module\.css$/);
  });

  for (const sheet of sheets) {
    it(`are all used: ${basename(sheet)}`, () => {
      const code = files
        .filter((file) => dirname(file) === dirname(sheet) && file.endsWith(".tsx"))
        .map((file) => readFileSync(join(pages, file), "utf8"))
        .join("\n");
      const styles = readFileSync(join(pages, sheet), "utf8");

      const classes = namesIn(styles, /\.([a-z]\w*)(?=[^{};]*\{)/gi);
      assert.deepEqual(classes.sort(), namesIn(code, /\bcss\.(\w+)/g).sort());
    });
  }
});
