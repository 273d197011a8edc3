import assert from "node:assert/strict";
import { TestFunctions } from "../testing/functions.ts";
import { loadHandler } from "./loadHandler.mjs";

describe("loading a handler", () => {
  const functions = new TestFunctions();
  afterEach(() => functions.removeAll());

  const load = async (files: Record<string, string>, handler: string, copy = 1) =>
    loadHandler(await functions.writeBundle(files), handler, copy);

  const esModule = "export const handler = async () => 'found';";
  const commonJs = "exports.handler = async () => 'found';";
  const found: [title: string, handler: string, files: Record<string, string>][] = [
    ["an ES module", "index.handler", { "index.mjs": esModule }],
    ["a CommonJS module", "index.handler", { "index.cjs": commonJs }],
    ["a .js file as CommonJS", "index.handler", { "index.js": commonJs }],
    [
      "a .js file as an ES module if package.json has that type",
      "index.handler",
      { "index.js": esModule, "package.json": '{"type":"module"}' },
    ],
    ["a module in a folder", "src/app.handler", { "src/app.mjs": esModule }],
    [
      "a nested export",
      "index.api.get",
      { "index.mjs": "export const api = { get: async () => 'found' };" },
    ],
    [
      "CommonJS that replaces its exports, requires and imports",
      "index.handler",
      {
        "index.js":
          "const { sep } = require('node:path'); module.exports = { handler: async () => (await import('node:path')).sep === sep && __dirname && 'found' };",
      },
    ],
  ];
  for (const [title, handler, files] of found) {
    it(`finds ${title}`, async () => {
      const loaded = await load(files, handler);

      assert.equal(await loaded({}, {}), "found");
    });
  }

  for (const [file, code] of [
    ["index.mjs", "let runs = 0; export const handler = async () => ++runs;"],
    ["index.js", "let runs = 0; exports.handler = async () => ++runs;"],
  ] as const) {
    it(`makes copies of ${file} with separate state`, async () => {
      const folder = await functions.writeBundle({ [file]: code });
      const first = await loadHandler(folder, "index.handler", 1);
      const second = await loadHandler(folder, "index.handler", 2);

      const runs = [await first({}, {}), await first({}, {}), await second({}, {})];

      assert.deepEqual(runs, [1, 2, 1]);
    });
  }

  const refused: [title: string, handler: string, code: string, name: string, message: string][] = [
    ["a name without an export", "index", "", "Runtime.MalformedHandlerName", "Bad handler"],
    [
      "a missing file",
      "other.handler",
      "",
      "Runtime.ImportModuleError",
      "Error: Cannot find module 'other'",
    ],
    [
      "an export that is not a function",
      "index.handler",
      "export const handler = 1;",
      "Runtime.HandlerNotFound",
      "index.handler is not a function",
    ],
  ];
  for (const [title, handler, code, name, message] of refused) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(load({ "index.mjs": code }, handler), { name, message });
    });
  }
});
