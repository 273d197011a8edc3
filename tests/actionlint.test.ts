import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildActionlint, findings } from "./support/actionlint/actionlint.ts";
import { builtOrSkip } from "./support/engine.ts";
import { root } from "./support/platformProcess.ts";

const folder = join(root, ".github/workflows");

describe("the GitHub workflows, by actionlint", () => {
  let actionlint: string;
  let scratch: string;

  before(async function () {
    actionlint = await builtOrSkip(this, buildActionlint);
    scratch = await mkdtemp(join(tmpdir(), "workflows-"));
    await mkdir(join(scratch, ".github/workflows"), { recursive: true });
  });

  after(() => scratch && rm(scratch, { recursive: true }));

  it("are valid", async () => {
    const files = await readdir(folder);
    const paths = files.map((file) => join(".github/workflows", file));

    const found = await findings(actionlint, paths, root);

    assert.equal(found, "");
  });

  for (const [what, from, to, finding] of [
    ["a job that does not exist", "needs: check", "needs: checks", /"checks".*does not exist/],
    [
      "a context that does not exist",
      "matrix.stack.region }}",
      "matrix.zone.region }}",
      /"zone" is not defined/,
    ],
    [
      "a permission that does not exist",
      "id-token: write",
      "id_token: write",
      /unknown permission/,
    ],
  ] as const) {
    it(`would be refused with ${what}`, async () => {
      const preview = await readFile(join(folder, "preview.yml"), "utf8");
      const file = join(scratch, ".github/workflows/preview.yml");
      await writeFile(file, preview.replace(from, to));

      const found = await findings(actionlint, [file], scratch);

      assert.match(found, finding);
    });
  }
});
