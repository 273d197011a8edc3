import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";

const script = new URL("../../scripts/run.mjs", import.meta.url).pathname;

describe("npm run policy, wrongly used", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-policy-"));
    await write("open.json", { version: 3, deployment: { resources: [] } });
    await write("other.json", { name: "no export" });
    await write("wrong.config.json", { "forbid-public-addresses": { levels: "off" } });
  });
  after(() => rm(folder, { recursive: true }));

  const write = (name: string, content: object) =>
    writeFile(join(folder, name), JSON.stringify(content));

  const wrong: Record<string, readonly [args: string[], message: RegExp]> = {
    "another file": [
      ["--graph", "other.json"],
      /StackExportError: other\.json is not a stack export/,
    ],
    "a file that is not JSON": [
      ["--graph", script],
      /is not JSON .* pulumi stack export --file export\.json/,
    ],
    "a missing file": [
      ["--graph", "none.json"],
      /^UnreadableFileError: --graph is none\.json, but there is no such file\. Make a stack export with/m,
    ],
    "a folder": [["--graph", "."], /--graph is \., but that is a folder/],
    "a missing configuration": [
      ["--graph", "open.json", "--config", "none.json"],
      /--config is none\.json, but there is no such file/,
    ],
    "a missing option": [[], /--graph <file>' not specified/],
    "an unknown format": [
      ["--graph", "open.json", "--format", "xml"],
      /Allowed choices are text, json, sarif/,
    ],
    "an unknown set": [
      ["--graph", "open.json", "--set", "all"],
      /Allowed choices are private-servers/,
    ],
    "a wrong configuration": [
      ["--graph", "open.json", "--config", "wrong.config.json"],
      /PolicyConfigError: wrong\.config\.json: unknown setting forbid-public-addresses\.levels/,
    ],
  };
  for (const [what, [args, message]] of Object.entries(wrong)) {
    it(`exits with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await runCommand(run, args, folder);

      assert.match(stderr, message);
      assert.equal(stdout, "");
      assert.equal(code, 2);
    });
  }
});
