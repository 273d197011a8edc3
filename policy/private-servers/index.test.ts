import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { rules } from "./index.ts";

describe("the rules of private-servers", () => {
  it("are those that the folder has, each named like its file and with a test", async () => {
    const files = await readdir(import.meta.dirname);
    const sources = files.filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "index.ts",
    );
    const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

    const names = sources.map((file) => kebab(file.replace(/\.ts$/, "")));
    assert.deepEqual(rules.map(({ name }) => name).sort(), names.sort());
    for (const file of sources) assert.ok(files.includes(file.replace(/\.ts$/, ".test.ts")), file);
  });
});
