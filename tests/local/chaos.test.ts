import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { run } from "../../commands/chaos/index.ts";
import { publishedStates } from "../../local/runningPlatform.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { root } from "../support/platformProcess.ts";

describe("npm run chaos", function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "chaos-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("starts a platform, shows an outage under load, and leaves nothing behind", async () => {
    const report = join(folder, "report.html");
    const before = await publishedStates(root);
    const line = "--scenario region-outage --rps 20 --seconds 4 --speed 60 --report";

    const { code, stdout, stderr } = await runCommand(run, [...line.split(" "), report], root);

    const text = stripVTControlCharacters(stdout);
    assert.deepEqual([code, stderr], [0, ""], text);
    assert.match(text, /fault: a region stops without a warning \(eu-west-1\)/);
    assert.match(text, /^holds {2}no GET fails$/m);
    assert.match(text, /^holds {2}its share comes back$/m);
    assert.match(text, /, 0 done twice, 0 lost\.$/m);
    const html = await readFile(report, "utf8");
    assert.match(html, /<h2>region-outage: holds<\/h2>/);
    assert.match(html, /<polygon class="region1" points="\d/);
    assert.deepEqual(await publishedStates(root), before);
  });
});
