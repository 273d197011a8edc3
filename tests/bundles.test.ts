import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { handlerBundle } from "../components/function/bundleOptions.ts";
import { runtime, variables } from "./support/loadedFunctions.ts";

const root = fileURLToPath(new URL("../functions/", import.meta.url));
const entries = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("handler.ts"))
  .map(dirname);

/** Size is time at each cold start, of which a trigger has 5 s for everything. */
const maxBytes = (entry: string): number => {
  if (/^(triggers\/|mailEvents$)/.test(entry) || /^proxy(\/streaming)?$/.test(entry)) return 20_000;
  return entry.startsWith("proxy/") ? 30_000 : Infinity;
};

const loaded = (file: string) =>
  createRequire(file)(file) as { handler: (...args: unknown[]) => unknown };

describe("the bundle of", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-functions-"));
    // Without it, Node.js would look for one in the parent folders.
    await writeFile(join(folder, "package.json"), "{}");
    Object.assign(process.env, variables);
    Object.assign(globalThis, runtime);
  });

  after(async () => {
    for (const name of Object.keys(variables)) delete process.env[name];
    for (const name of Object.keys(runtime)) Reflect.deleteProperty(globalThis, name);
    await rm(folder, { recursive: true });
  });

  for (const entry of entries) {
    it(`${entry} is one small file with an async handler, and loads without the network`, async () => {
      const outfile = join(folder, entry, "index.js");
      const { warnings } = await build({
        ...handlerBundle(join(root, entry, "handler.ts")),
        outfile,
      });

      const connect = Socket.prototype.connect;
      let connections = 0;
      Socket.prototype.connect = function () {
        connections += 1;
        return this;
      };
      const { handler } = loaded(outfile);
      Socket.prototype.connect = connect;

      const { size } = await stat(outfile);
      assert.ok(size <= maxBytes(entry), `${size} bytes`);
      assert.equal(connections, 0);
      // esbuild warns, for example, of `import.meta`, which is empty in CommonJS.
      assert.deepEqual(warnings, []);
      assert.equal(typeof handler, "function");
      // Node.js 24 on Lambda refuses a handler that takes a callback.
      assert.ok(handler.length <= 2);
    });
  }
});
