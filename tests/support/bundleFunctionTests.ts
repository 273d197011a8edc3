import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleOptions } from "../../components/function/bundleOptions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join("dist", "function-tests");

/**
 * Bundles the tests of `functions/` as functions are bundled for Lambda, each with the code that it
 * tests, so that they can run on Lambda's version of Node.js without a loader for TypeScript.
 *
 * @returns a pattern of the bundles, from the project's folder
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
