import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { runbookFolder } from "../components/observability/alarms/runbooks.ts";
import { lineFields } from "../functions/logs/fields.ts";

/** The first two become `error` of a document; the others are of the firewall's lines. */
const ofAws = new Set([
  ...["integrationError", "authorizerError"],
  ...["terminatingRuleId", "httpRequest", "clientIp"],
]);

describe("the runbooks' queries", () => {
  it("name fields that the lines of logs have", () => {
    let queries = 0;
    for (const file of readdirSync(runbookFolder)) {
      const text = readFileSync(`${runbookFolder}/${file}`, "utf8");
      for (const [, query] of text.matchAll(/`((?:filter|stats|fields) [^`]*)`/g)) {
        const named = query!.replaceAll(/"[^"]*"/g, "").match(/\b[a-z]+[A-Z]\w*/g) ?? [];
        const unknown = named.filter((name) => !(name in lineFields) && !ofAws.has(name));
        assert.deepEqual(unknown, [], `${file}: ${query}`);
        queries++;
      }
    }
    assert.ok(queries > 5, `${queries} queries`);
  });
});
