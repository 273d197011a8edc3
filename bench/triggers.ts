// The time that each trigger of the user pool takes to load at a cold start, beyond an empty function.
import { readdirSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { handlerBundle } from "../components/function/bundleOptions.ts";
import { runtime, variables } from "../tests/support/loadedFunctions.ts";
import { initTimes } from "./support/initTimes.ts";
import { printTable } from "./support/results.ts";

const root = resolve("functions/triggers");
const names = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("handler.ts"))
  .map(dirname)
  .sort();

const folder = await mkdtemp(join(tmpdir(), "bench-triggers-"));
try {
  Object.assign(process.env, variables);
  const files = await Promise.all(names.map(bundle));
  const empty = join(folder, "empty.js");
  await writeFile(empty, "exports.handler = async () => {};");
  const [nothing = 0, ...times] = await initTimes([empty, ...files]);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  printTable(
    `Time to load a trigger beyond an empty function, which takes ${nothing.toFixed(1)} ms (limit: 10 ms)`,
    ["", "median", "bundle (limit: 20 kB)"],
    names.map((name, index) => [
      name,
      `${(times[index]! - nothing).toFixed(1)} ms`,
      `${(sizes[index]! / 1_000).toFixed(1)} kB`,
    ]),
  );
} finally {
  await rm(folder, { recursive: true });
}

/** Bundles a trigger as it is deployed, with the messages that a platform builds in. */
async function bundle(name: string): Promise<string> {
  const outfile = join(folder, `${name.replaceAll("/", "-")}.js`);
  await build({
    ...handlerBundle(join(root, name, "handler.ts")),
    define: { MESSAGES: JSON.stringify(runtime.MESSAGES) },
    outfile,
  });
  return outfile;
}
