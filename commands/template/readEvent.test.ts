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
    ["no JSON", "{", /is no JSON/],
    ["no object", "[]", /holds no object/],
    ["a body that is no text", '{"body":{"a":1}}', /Write JSON as a text: "\{\\"a\\":1\}"/],
    [
      "something else",
      '{"header":{}}',
      /has "header"\. Use body, path, query, headers, claims, authorizer/,
    ],
    ["a list for an object", '{"query":["a"]}', /query in .* is no object of texts/],
  ] as const) {
    it(`refuses an event: ${what}`, async () => {
      const file = join(folder, "event.json");
      await writeFile(file, text);

      await assert.rejects(readEvent(file), problem);
    });
  }
});
