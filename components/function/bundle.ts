import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { build, type Plugin } from "esbuild";
import { bundleFile } from "./bundleFile.ts";
import { noteBundle } from "./bundleNote.ts";
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
  return bundleFile(join(path, "index.js"), await bundleOf(path));
}

/** Functions whose bundles were asked for in this turn of the event loop. */
let batch: { readonly paths: Set<string>; readonly built: Promise<Bundles> } | undefined;

type Bundles = ReadonlyMap<string, Uint8Array>;

/** Builds functions together that a program creates at once: esbuild then reads what they share once. */
async function bundleOf(path: string): Promise<Uint8Array> {
  batch ??= newBatch();
  batch.paths.add(path);
  return (await batch.built).get(path)!;
}

function newBatch() {
  const paths = new Set<string>();
  const built = setImmediate().then(() => {
    batch = undefined;
    return buildAll([...paths]);
  });
  return { paths, built };
}

async function buildAll(paths: readonly string[]): Promise<Bundles> {
  const { stdin: _, ...options } = handlerBundle("");
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: paths.map((path) => ({ in: `handler:${handlerOf(path)}`, out: path })),
    outdir: root,
    plugins: [handlers],
    metafile: true,
    write: false,
  });
  for (const path of paths) {
    noteBundle(path, handlerBundle(handlerOf(path)), metafile, `handler:${handlerOf(path)}`);
  }
  const contents = new Map(outputFiles.map((file) => [file.path, file.contents]));
  return new Map(paths.map((path) => [path, contents.get(join(root, `${path}.js`))!]));
}

const handlerOf = (path: string): string => join(root, "functions", path, "handler.ts");

/** Entries such as `handler:/…/handler.ts`, with the contents of `handlerBundle`. */
const handlers: Plugin = {
  name: "handlers",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^handler:/ }, ({ path }) => ({
      path: path.slice("handler:".length),
      namespace: "handler",
    }));
    onLoad({ filter: /./, namespace: "handler" }, ({ path }) => ({
      ...handlerBundle(path).stdin,
      loader: "js",
    }));
  },
};
