import assert from "node:assert/strict";
import { readStackExport } from "./stackExport.ts";

const queue = {
  urn: "urn:pulumi:prod::shop::aws:sqs/queue:Queue::jobs",
  type: "aws:sqs/queue:Queue",
};

describe("readStackExport", () => {
  it("returns the resources, without those that await their deletion", () => {
    const resources = [{ ...queue, delete: true }, queue];

    const found = readStackExport(JSON.stringify({ deployment: { resources } }), "export.json");

    assert.deepEqual(found, [queue]);
  });

  it("returns nothing for a stack that was never deployed", () => {
    assert.deepEqual(readStackExport('{"version": 3, "deployment": null}', "export.json"), []);
  });

  for (const [what, text, problem] of [
    ["text that is not JSON", "config:", /is not JSON/],
    ["null", "null", /is not a stack export: it has no deployment/],
    ["other JSON", '{"resources": []}', /is not a stack export: it has no deployment/],
    ["resources of another form", '{"deployment": {"resources": [null]}}', /no urn and type/],
  ] as const) {
    it(`refuses ${what}, and explains how to make an export`, () => {
      assert.throws(
        () => readStackExport(text, "export.json"),
        (error: Error) =>
          error.name === "StackExportError" &&
          problem.test(error.message) &&
          error.message.startsWith("export.json ") &&
          error.message.includes("pulumi stack export --file export.json"),
      );
    });
  }
});
