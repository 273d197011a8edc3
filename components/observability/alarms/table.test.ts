import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { alarmTable } from "./table.ts";

const file = "docs/observability.md";
const between = /(<!-- alarms -->\n\n)([^]*?)(\n\n<!-- \/alarms -->)/;

/** The formatter pads cells. */
const plain = (table: string): string => table.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

/** `UPDATE_DOCS=1 npx mocha components/observability/alarms/table.test.ts && npx prettier --write docs/observability.md`. */
describe("the table of alarms in docs/observability.md", () => {
  it("is the one that the alarms are made from", () => {
    let text = readFileSync(file, "utf8");
    if (process.env["UPDATE_DOCS"]) {
      text = text.replace(between, (_, before, __, after) => `${before}${alarmTable()}${after}`);
      writeFileSync(file, text);
    }
    assert.equal(plain(between.exec(text)?.[2] ?? ""), plain(alarmTable()));
  });
});
