import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { generatedFiles } from "./generated.ts";

describe("the files generated from the rules", () => {
  for (const path of ["docs/policies.md", "policy/config.schema.json"]) {
    it(`include an up-to-date ${path} (npm run policy:docs)`, async () => {
      const [file, text] = [...(await generatedFiles())].find(([url]) =>
        url.pathname.endsWith(path),
      )!;

      assert.equal(await readFile(file, "utf8"), text);
    });
  }
});
