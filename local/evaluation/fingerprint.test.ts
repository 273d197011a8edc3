import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dependencies } from "./calls.ts";
import { fingerprintOf, isCurrent } from "./fingerprint.ts";

describe("the fingerprint of an evaluation", () => {
  const variable = "PALISADE_FINGERPRINT_TEST";
  let folder: string;
  const at = (name: string) => join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fingerprint-"));
    await mkdir(at("messages"));
    await mkdir(at("v1"));
    await symlink("v1", at("current"));
    await writeFile(at("module.ts"), "one");
    process.env[variable] = "set";
  });
  afterEach(async () => {
    delete process.env[variable];
    await rm(folder, { recursive: true });
  });

  /** Of a program that read everything a minute from now, so that nothing has changed since. */
  const dependencies = (more: Partial<Dependencies> = {}, minutes = 1): Dependencies => {
    const read = { at: Date.now() + minutes * 60_000 };
    return {
      reads: [
        { ...read, kind: "files", path: at("module.ts") },
        { ...read, kind: "files", path: at("missing.json") },
        { ...read, kind: "folders", path: at("messages") },
        { ...read, kind: "asked", path: at("Dockerfile") },
        { ...read, kind: "asked", path: at("current") },
      ],
      variables: [
        [variable, "set"],
        [`${variable}_UNSET`, undefined],
      ],
      doubts: [],
      ...more,
    };
  };

  const changes: [what: string, isCurrent: boolean, change: () => unknown][] = [
    ["nothing changes", true, () => {}],
    ["a file is saved with the same content", true, () => utimes(at("module.ts"), 1, 1)],
    ["a file that nobody read appears", true, () => writeFile(at("other.ts"), "")],
    ["a file changes", false, () => writeFile(at("module.ts"), "two")],
    ["a file disappears", false, () => rm(at("module.ts"))],
    ["a file that was missing appears", false, () => writeFile(at("missing.json"), "{}")],
    ["a folder gets a file", false, () => writeFile(at("messages/de.txt"), "")],
    ["a path appears that was asked for", false, () => mkdir(at("Dockerfile"))],
    [
      "a link leads elsewhere",
      false,
      async () => {
        await rm(at("current"));
        await symlink("messages", at("current"));
      },
    ],
    ["a variable changes", false, () => (process.env[variable] = "other")],
    ["a variable is removed", false, () => delete process.env[variable]],
  ];
  for (const [what, expected, change] of changes) {
    it(`is ${expected ? "the same" : "another one"} when ${what}`, async () => {
      const fingerprint = fingerprintOf(dependencies())!;

      await change();

      assert.equal(isCurrent(JSON.parse(JSON.stringify(fingerprint))), expected);
    });
  }

  it("is another one with another version of Node.js", () => {
    assert.equal(isCurrent({ ...fingerprintOf(dependencies())!, node: "v1.0.0" }), false);
  });

  it("does not exist if something changed since it was read, or can't be compared", () => {
    assert.equal(fingerprintOf(dependencies({}, -1)), undefined);
    assert.equal(fingerprintOf(dependencies({ doubts: ["The time was read."] })), undefined);
  });
});
