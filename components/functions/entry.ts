import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { type BuildFailure, buildSync } from "esbuild";
import { bundleFile } from "../function/bundleFile.ts";
import { bundleOptions } from "../function/bundleOptions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A function's code and its source map, which stack traces need. */
interface Bundle {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
}

const bundles = new Map<string, Bundle>();

/**
 * Why a module can't be a function's code; `undefined` if it can. It is bundled for this, once.
 *
 * @param entry - path from the project's folder
 */
export function entryProblem(entry: string): string | undefined {
  try {
    bundleOf(entry);
    return undefined;
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    if (first === undefined) throw error;
    if (first.text.includes("No matching export") && first.text.includes('"handler"')) {
      return 'it does not export "handler"';
    }
    const { location } = first;
    const at =
      location && location.file !== loaderName ? `${location.file}:${location.line}: ` : "";
    return `it can't be bundled (${at}${first.text})`;
  }
}

/**
 * The code of an `aws.lambda.Function` with the handler `index.handler`: a module of the project with all
 * that it imports, minified, and its source map. Packages that it imports are bundled too, also AWS's
 * SDK: the versions are those of the project's lock file, wherever the function runs.
 *
 * @throws BuildFailure if {@link entryProblem} has a problem
 */
export function entryCode(entry: string): pulumi.asset.Archive {
  const { code, map } = bundleOf(entry);
  const written = (name: string, content: Uint8Array) =>
    bundleFile(join("own", entry, name), content);
  return new pulumi.asset.AssetArchive({
    "index.js": written("index.js", code),
    "index.js.map": written("index.js.map", map),
  });
}

const stacks = join(root, "functions/shared/mappedStacks.ts");

/** Of the module that esbuild starts from. */
const loaderName = "<function>";

function bundleOf(entry: string): Bundle {
  const known = bundles.get(entry);
  if (known) return known;
  const { outputFiles } = buildSync({
    ...bundleOptions,
    // Code of others may read the names of its classes.
    keepNames: true,
    stdin: {
      // An ES module without this export does not build.
      contents: `import ${JSON.stringify(stacks)};\nexport { handler } from ${JSON.stringify(`./${entry}`)};`,
      resolveDir: process.cwd(),
      sourcefile: loaderName,
    },
    outfile: join(process.cwd(), "index.js"),
    sourcemap: true,
    sourcesContent: false,
    write: false,
  });
  const [map, code] = outputFiles;
  const bundle = { code: code!.contents, map: map!.contents };
  bundles.set(entry, bundle);
  return bundle;
}
