import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { entryCode, entryProblem } from "./entry.ts";

const load = createRequire(import.meta.url);

describe("a function's entry", () => {
  let folder: string;
  before(() => {
    mkdirSync("dist", { recursive: true });
    folder = mkdtempSync(join(process.cwd(), "dist/entry-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(bundleOf(relative(process.cwd(), folder)), { recursive: true, force: true });
  });

  const bundleOf = (path: string) => join(process.cwd(), "dist/functions/own", path);

  let count = 0;
  /** Writes a module beside other files; returns its path from the project. */
  function entryOf(text: string, others: Readonly<Record<string, string>> = {}): string {
    const place = join(folder, String((count += 1)));
    for (const [file, content] of Object.entries({ "entry.ts": text, ...others })) {
      mkdirSync(dirname(join(place, file)), { recursive: true });
      writeFileSync(join(place, file), content);
    }
    return relative(process.cwd(), join(place, "entry.ts"));
  }

  const uses = (name: string) => `import "${name}"; export const handler = () => 1;`;
  const manifest = (content: object) => JSON.stringify({ main: "index.js", ...content });
  const native = {
    "node_modules/fast/package.json": manifest({
      optionalDependencies: { "@fast/linux-x64": "1" },
    }),
    "node_modules/fast/index.js": "require('@fast/' + process.platform)",
  };

  for (const [what, text, message, others] of [
    ["no handler", "export const run = () => 1;", /^It does not export "handler"\.$/],
    ["a wrong import", 'export { handler } from "./none.ts";', /Could not resolve .* Correct the/],
    ["a missing package", uses("none"), /entry\.ts:1: Could not resolve "none"\. Install the/],
    ["await beside handler", "await 1; export const handler = () => 1;", /Await it within handler/],
    ["a file of another kind", uses("./a.html"), /only code, JSON and \.txt/i, { "a.html": "" }],
    ["an addon", uses("./a.node"), /a\.node has native code/, { "a.node": "" }],
    ["a package with builds", uses("fast"), /^fast has native code/, native],
    [
      "a package that is compiled",
      uses("built"),
      /^built has native code/,
      {
        "node_modules/built/package.json": manifest({ scripts: { install: "node-gyp-build" } }),
        "node_modules/built/index.js": "",
      },
    ],
    [
      "another module without the export",
      'import { handler as other } from "./a.ts"; export const handler = () => other;',
      /entry\.ts:1: No matching export/,
      { "a.ts": "export const a = 1;" },
    ],
  ] as readonly [string, string, RegExp, Record<string, string>?][]) {
    it(`can't have ${what}`, () => {
      assert.match(entryProblem(entryOf(text, others)) ?? "no problem", message);
    });
  }

  it("may import a package that can do without native code", () => {
    const entry = entryOf(uses("slow"), {
      ...native,
      "node_modules/slow/package.json": manifest({ optionalDependencies: { fast: "1" } }),
      "node_modules/slow/index.js": "try { require('fast') } catch {}",
    });

    assert.equal(entryProblem(entry), undefined);
  });

  describe("as a bundle", () => {
    const { prepareStackTrace } = Error;
    afterEach(() => (Error.prepareStackTrace = prepareStackTrace));

    async function run(text: string): Promise<unknown> {
      const entry = entryOf(text);
      entryCode(entry);
      // Without it, Node.js would take the bundle for an ES module, as this project's files are.
      writeFileSync(join(bundleOf(entry), "package.json"), "{}");
      return (load(join(bundleOf(entry), "index.js")) as { handler: () => unknown }).handler();
    }

    it("knows its place, also by import.meta", async () => {
      const text =
        "export const handler = () => [import.meta.url, import.meta.dirname, __filename];";
      const [url, folderOf, file] = (await run(text)) as string[];

      assert.deepEqual([url, folderOf], [`file://${file}`, dirname(file!)]);
    });

    it("has lines of the source in stacks, also of what is no error", async () => {
      const text =
        "export function handler() {\n const made = Object.create(null);\n Error.captureStackTrace(made);\n return made.stack;\n}";

      assert.match(String(await run(text)), /^Error\n {4}at Object\.handler \(.*entry\.ts:3:\d+\)/);
    });
  });
});
