import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { lineFields } from "../../../functions/logs/fields.ts";
import { describeAlarm, runbookFolder } from "./runbooks.ts";
import { thresholds } from "./thresholds.ts";

/** Both become `error` of a document; the others are of the firewall's lines. */
const ofAws = new Set([
  ...["integrationError", "authorizerError"],
  ...["terminatingRuleId", "httpRequest", "clientIp"],
]);

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

  it("query fields that the lines of logs have", () => {
    for (const file of files) {
      const text = readFileSync(`${runbookFolder}/${file}`, "utf8");
      const queries = [...text.matchAll(/`((?:filter|stats|fields) [^`]*)`/g)].map(
        ([, query]) => query!,
      );
      const named = queries.flatMap(
        (query) => query.replaceAll(/"[^"]*"/g, "").match(/\b[a-z]+[A-Z]\w*/g) ?? [],
      );
      const unknown = named.filter((name) => !(name in lineFields) && !ofAws.has(name));
      assert.deepEqual(unknown, [], `${file} queries unknown fields`);
    }
  });

  it("are found from the project's root without an address", () => {
    assert.equal(
      describeAlarm("nat-ports", "gateway-1"),
      "docs/runbooks/nat-ports.md - A NAT gateway can't open connections: its ports to a destination are used up (gateway-1)",
    );
  });
});
