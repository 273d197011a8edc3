import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleOptions } from "../../components/function/bundleOptions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join("dist", "function-tests");

/**
 * Bundles the tests of `functions/` like functions for Lambda, so that they run on Lambda's version of
 * Node.js without a TypeScript loader.
 *
 * @returns a glob of the bundles, relative to the project
 */
export async function bundleFunctionTests(): Promise<string> {
  const files = await readdir(join(root, "functions"), { recursive: true });
  const tests = files.filter((file) => file.endsWith(".test.ts"));
  await rm(join(root, folder), { recursive: true, force: true });
  await build({
    ...bundleOptions,
    entryPoints: tests.map((file) => join(root, "functions", file)),
    outdir: join(root, folder),
    outExtension: { ".js": ".cjs" },
  });
  return `${folder}/**/*.test.cjs`;
}
