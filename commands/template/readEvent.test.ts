import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEvent } from "./readEvent.ts";

describe("readEvent", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "event-"));
  });
  after(() => rm(folder, { recursive: true }));

  for (const [what, text, problem] of [
    ["invalid JSON", "{", /is not valid JSON/],
    ["a list", "[]", /must contain an object/],
    ["a body that is not a string", '{"body":{"a":1}}', /Write JSON as a string: "\{\\"a\\":1\}"/],
    [
      "an unknown key",
      '{"header":{}}',
      /has "header"\. Use body, path, query, headers, claims, authorizer/,
    ],
    ["a list for an object", '{"query":["a"]}', /query in .* must be an object of strings/],
  ] as const) {
    it(`refuses an event: ${what}`, async () => {
      const file = join(folder, "event.json");
      await writeFile(file, text);

      await assert.rejects(readEvent(file), problem);
    });
  }
});
