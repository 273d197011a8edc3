import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import * as assets from "@pulumi/pulumi/asset/index.js";
import { type BuildOptions, build, type Metafile } from "esbuild";
import type { Resource } from "../graph/resource.ts";
import { functionType } from "../lambda/readFunctions.ts";

/** A function's bundle, which can be made again. */
export interface Bundle {
  /** The functions that run it: their names in the program by their names in AWS. */
  readonly functions: ReadonlyMap<string, string>;
  /** Absolute paths of the files that it is made of. */
  readonly sources: ReadonlySet<string>;
  /** Absolute path of the folder with its files. */
  readonly folder: string;
}

/** The file beside a bundle that says how it was made: `components/function/bundleNote.ts` writes it. */
interface BundleNote {
  readonly build: BuildOptions;
  readonly inputs: readonly string[];
}

/**
 * The bundles of functions that say how they were made. Others are made anew with the definition.
 *
 * @param root - base of relative paths
 */
export async function bundlesOf(resources: readonly Resource[], root: string): Promise<Bundle[]> {
  const functions = resources.filter(({ type }) => type === functionType);
  const byFolder = new Map<string, Map<string, string>>();
  for (const { name, inputs, outputs } of functions) {
    const folder = await folderOf(inputs["code"], root);
    if (folder === undefined) continue;
    const names = byFolder.get(folder) ?? new Map<string, string>();
    byFolder.set(folder, names.set(String(outputs["name"]), name));
  }
  const bundles = [...byFolder].map(async ([folder, names]) => {
    const note = await readNote(folder);
    return note && { functions: names, sources: new Set(note.inputs), folder };
  });
  return (await Promise.all(bundles)).filter((bundle) => bundle !== undefined);
}

async function folderOf(code: unknown, root: string): Promise<string | undefined> {
  if (!(code instanceof assets.AssetArchive)) return undefined;
  const [first] = Object.values(await code.assets);
  return first instanceof assets.FileAsset ? resolve(root, dirname(await first.path)) : undefined;
}

async function readNote(folder: string): Promise<BundleNote | undefined> {
  const text = await readFile(join(folder, "bundle.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as BundleNote);
}

/**
 * Makes a bundle again.
 *
 * @returns whether it differs, and what it is made of now
 * @throws esbuild's BuildFailure when a source has an error; the bundle stays as it is
 */
export async function bundleAgain(
  bundle: Bundle,
  root: string,
): Promise<{ readonly differs: boolean; readonly bundle: Bundle }> {
  const note = await readNote(bundle.folder);
  if (!note) return { differs: false, bundle };
  const { outputFiles, metafile } = await build({
    ...note.build,
    absWorkingDir: root,
    metafile: true,
    write: false,
  });
  const inputs = sourcesOf(metafile, root);
  const files = outputFiles.map(({ path, contents }) => ({
    file: join(bundle.folder, path.endsWith(".map") ? "index.js.map" : "index.js"),
    contents,
  }));
  files.push({
    file: join(bundle.folder, "bundle.json"),
    contents: Buffer.from(JSON.stringify({ ...note, inputs } satisfies BundleNote)),
  });
  const written = await Promise.all(files.map(({ file, contents }) => replace(file, contents)));
  return {
    differs: written.slice(0, -1).includes(true),
    bundle: { ...bundle, sources: new Set(inputs) },
  };
}

const sourcesOf = ({ inputs }: Metafile, root: string): string[] =>
  Object.keys(inputs)
    .filter((name) => !/^<|(^|\/)node_modules\//.test(name))
    .map((name) => resolve(root, name))
    .sort();

/** Writes by renaming, so that nobody reads half a bundle. @returns whether the content differs */
async function replace(file: string, contents: Uint8Array): Promise<boolean> {
  const current = await readFile(file).catch(() => undefined);
  if (current?.equals(contents)) return false;
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, contents);
  await rename(temporary, file);
  return true;
}
