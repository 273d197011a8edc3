import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { generatedFiles } from "./generated.ts";

describe("what is made from the rules", () => {
  for (const path of ["docs/policies.md", "policy/config.schema.json"]) {
    it(`is up to date in ${path} (npm run policy:docs)`, async () => {
      const [file, text] = [...(await generatedFiles())].find(([url]) =>
        url.pathname.endsWith(path),
      )!;

      assert.equal(await readFile(file, "utf8"), text);
    });
  }
});
