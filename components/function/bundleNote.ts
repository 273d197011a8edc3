import { join, resolve } from "node:path";
import type { BuildOptions, Metafile } from "esbuild";
import { writeBundleFile } from "./bundleFile.ts";

/** How a bundle was made: the file `bundle.json` beside it, by which `npm start` makes it again when a source changes. */
interface BundleNote {
  /** esbuild's options, which are the same for an unchanged function. */
  readonly build: BuildOptions;
  /** Absolute paths of the sources, without packages. */
  readonly inputs: string[];
}

/**
 * Notes beside a bundle how it was made.
 *
 * @param folder - below `dist/functions/`
 * @param entry - name of the entry's module in the metafile
 */
export function noteBundle(
  folder: string,
  build: BuildOptions,
  metafile: Metafile,
  entry: string,
): void {
  const note: BundleNote = { build, inputs: sourcesOf(metafile, entry) };
  writeBundleFile(join(folder, "bundle.json"), Buffer.from(JSON.stringify(note)));
}

/** The modules that an entry imports, directly or not, also if nothing of them is left in the bundle. */
function sourcesOf({ inputs }: Metafile, entry: string): string[] {
  const found = new Set([entry]);
  for (const name of found) {
    for (const { path } of inputs[name]?.imports ?? []) if (path in inputs) found.add(path);
  }
  const isSource = (name: string) => !/^<|^[a-z-]+:|(^|\/)node_modules\//.test(name);
  return [...found]
    .filter(isSource)
    .map((name) => resolve(name))
    .sort();
}
