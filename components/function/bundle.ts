import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { bundleFile } from "./bundleFile.ts";
import { handlerBundle } from "./bundleOptions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bundles = new Map<string, Promise<pulumi.asset.FileAsset>>();

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
  return new pulumi.asset.AssetArchive({ "index.js": await bundle });
}

async function writeBundle(path: string): Promise<pulumi.asset.FileAsset> {
  const result = await build({
    ...handlerBundle(join(root, "functions", path, "handler.ts")),
    write: false,
  });
  return bundleFile(join(path, "index.js"), result.outputFiles[0]!.contents);
}
