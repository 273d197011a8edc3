import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describeAlarm, runbookFolder } from "./runbooks.ts";
import { thresholds } from "./thresholds.ts";

const files = readdirSync(runbookFolder).sort();

describe("the runbooks", () => {
  it("are one for each alarm and one for the whole region", () => {
    const names = [...Object.keys(thresholds), "region"].map((name) => `${name}.md`);
    assert.deepEqual(files, names.sort());
  });

  for (const file of files) {
    it(`say in ${file} what it is, what to look at and what to do`, () => {
      const text = readFileSync(`${runbookFolder}/${file}`, "utf8");

      const headings = [...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading);
      const expected = [`# ${file.replace(".md", "")}`, "## Symptom", "## What to look at"];
      assert.deepEqual(headings.slice(0, 4), [...expected, "## What to do"]);
      assert.match(text, /^1\. /m);
      assert.match(text, /^- /m);
      for (const [, path] of text.matchAll(/\]\(([\w-]+\.md)\)/g)) {
        assert.ok(files.includes(path!), `${file} leads to ${path}, which does not exist`);
      }
    });
  }

  it("are found from the project's root without an address", () => {
    assert.equal(
      describeAlarm("nat-ports", "gateway-1"),
      "docs/runbooks/nat-ports.md - A NAT gateway can't open connections: its ports to a destination are used up (gateway-1)",
    );
  });
});
