import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/platformProcess.ts";
import { platform } from "./functions.ts";

const text = (file: string) => readFileSync(join(root, file), "utf8");

// The compiler checks the example's types with those of the project.
describe("the example in docs/functions.md", () => {
  it("is a valid platform", () => {
    assert.deepEqual(Object.keys(platform.functions ?? {}), ["thumbnail", "report"]);
  });

  const handlers = ["thumbnail", "report", "paidReport"].map((name) => `handlers/${name}.ts`);
  for (const file of ["functions.ts", ...handlers]) {
    it(`is this one: ${file}`, () => {
      const example = text(`tests/examples/${file}`)
        .replaceAll("tests/examples/", "")
        .replaceAll('"../../components', '"../components')
        .replaceAll('"../../../functions', '"../functions');

      assert.ok(text("docs/functions.md").includes(`\`\`\`ts\n${example}\`\`\``));
    });
  }
});

it("the example of a sender in docs/triggers.md is the one that tests/local/customSenders runs", () => {
  const example = text("tests/examples/handlers/sendMail.ts").replaceAll('"../../../', '"../');

  assert.ok(text("docs/triggers.md").includes(`\`\`\`ts\n${example}\`\`\``));
});
