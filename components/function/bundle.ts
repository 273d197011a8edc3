import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { bundleOptions } from "./bundleOptions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bundles = new Map<string, Promise<string>>();

/**
 * Bundles a function's source into one minified CommonJS module and wraps it as the code of a
 * `aws.lambda.Function` with the handler `index.handler`.
 *
 * The bundle is written to `dist/functions/<path>/index.js`. It depends only on the source, so an
 * unchanged function is an unchanged archive.
 *
 * @param path - the function's folder under `functions/`, such as `triggers/preSignUp`; its entry
 *   is `handler.ts`
 * @throws esbuild's BuildFailure when the source does not build
 */
export async function bundleFunction(path: string): Promise<pulumi.asset.Archive> {
  let bundle = bundles.get(path);
  if (bundle === undefined) bundles.set(path, (bundle = writeBundle(path)));
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(await bundle) });
}

async function writeBundle(path: string): Promise<string> {
  const result = await build({
    entryPoints: [join(root, "functions", path, "handler.ts")],
    ...bundleOptions,
    write: false,
  });
  const file = join(root, "dist", "functions", path, "index.js");
  await writeIfChanged(file, result.outputFiles[0]!.contents);
  // Relative to the project, so that a stack's state is the same on every machine.
  return relative(process.cwd(), file);
}

/** Writes by renaming, so that another stack's program never reads half a bundle. */
async function writeIfChanged(file: string, contents: Uint8Array): Promise<void> {
  const current = await readFile(file).catch(() => undefined);
  if (current?.equals(contents)) return;
  const temporary = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(temporary, contents);
  await rename(temporary, file);
}
