import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ruleSets } from "./ruleSets.ts";

const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

for (const { name: set, description, rules } of ruleSets) {
  describe(`the rules of ${set}`, () => {
    const folder = join(import.meta.dirname, set);

    it("are all in the folder, each with its file's name and a test", async () => {
      const files = await readdir(folder);
      const sources = files.filter((file) => /^(?:forbid|require).*(?<!\.test)\.ts$/.test(file));

      const names = sources.map((file) => kebab(file.replace(/\.ts$/, "")));
      assert.deepEqual(rules.map(({ name }) => name).sort(), names.sort());
      const tests = sources.map((file) => file.replace(/\.ts$/, ".test.ts"));
      assert.deepEqual(
        tests.filter((file) => !files.includes(file)),
        [],
      );
    });

    it("are a pack of their own", async () => {
      const project = await readFile(join(folder, "PulumiPolicy.yaml"), "utf8");
      assert.match(project, /^runtime: nodejs$/m);
      assert.ok(project.startsWith(`description: ${description.slice(0, -1)}\n`));
      assert.match(await readFile(join(folder, "main.cjs"), "utf8"), new RegExp(`\\("${set}"\\)`));
    });
  });
}
