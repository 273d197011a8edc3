import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addedFields, documentFields, lineFields, type LogField } from "./fields.ts";

// From the project's folder: bundles of tests are elsewhere.
const page = readFileSync("docs/logs.md", "utf8");

/** The rows of the page's tables, by their first cell. */
const rows = new Map(
  page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(1, -1).split("|"))
    .map((cells) => cells.map((cell) => cell.trim()))
    .map(([first = "", ...rest]) => [first.replaceAll("`", ""), rest] as const),
);

const cellsOf = ({ name, type, meaning }: LogField) => [`\`${name}\``, type, meaning];

describe("docs/logs.md", () => {
  for (const [name, field] of Object.entries(lineFields)) {
    it(`tells what ${name} means and becomes`, () => {
      assert.deepEqual(rows.get(name), cellsOf(field));
    });
  }
  for (const field of Object.values(addedFields)) {
    it(`tells what ${field.name} means`, () => {
      assert.deepEqual(rows.get(field.name), [field.type, field.meaning]);
    });
  }
});

describe("the fields of documents", () => {
  it("are each there once, and none is within another", () => {
    const names = documentFields.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) {
      assert.ok(!names.some((other) => other.startsWith(`${name}.`)), `${name} has members`);
    }
  });

  it("have names in lines that Logs Insights and Contributor Insights read", () => {
    for (const name of Object.keys(lineFields)) assert.match(name, /^[a-zA-Z][a-zA-Z\d]*$/);
  });
});
