import type { BuildResult } from "esbuild";
import { stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file that the page consists of. */
interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/** The page's code and style, ready for a browser. */
export interface PageBundle {
  /** Paths of its script and its style sheet. */
  readonly script: string;
  readonly style: string;
  /** By path. A path contains a hash of the content, so a file never changes. */
  readonly files: ReadonlyMap<string, PageFile>;
}

const folder = fileURLToPath(new URL("page/", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".map": "application/json",
};

/** Folder of the files in the page's addresses. */
export const assetsPath = "/assets/";

interface Built {
  readonly bundle: PageBundle;
  readonly sources: readonly string[];
  readonly at: number;
}

/**
 * Bundles the page's source when it is first asked for, so that a start does no work for it, and again after a
 * change of its source.
 */
export class PageBundler {
  #built: Promise<Built> | undefined;

  /** @throws esbuild's error if the source is not valid */
  async bundle(): Promise<PageBundle> {
    const built = await this.#built?.catch(() => undefined);
    if (built === undefined || (await isChanged(built))) this.#built = build();
    return (await this.#built!).bundle;
  }
}

async function build(): Promise<Built> {
  const at = Date.now();
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: { console: join(folder, "main.tsx") },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    sourcemap: "linked",
    outdir: assetsPath,
    entryNames: "[name]-[hash]",
    metafile: true,
    write: false,
    logLevel: "silent",
    // A class that its sheet does not have.
    logOverride: { "import-is-undefined": "error" },
  });
  const files = new Map(
    result.outputFiles.map(({ path, contents }) => {
      const file: PageFile = { type: types[extname(path)]!, content: contents };
      return [pathOf(path), file] as const;
    }),
  );
  const named = (extension: string) => [...files.keys()].find((path) => path.endsWith(extension))!;
  return {
    bundle: { script: named(".js"), style: named(".css"), files },
    ...sourcesOf(result),
    at,
  };
}

/** On Windows, esbuild's paths begin with a drive. */
const pathOf = (path: string): string => `${assetsPath}${path.split(/[\\/]/).at(-1)}`;

const sourcesOf = ({ metafile }: BuildResult<{ metafile: true }>) => ({
  sources: Object.keys(metafile.inputs)
    .filter((path) => !path.startsWith(".."))
    .map((path) => join(folder, path)),
});

async function isChanged({ sources, at }: Built): Promise<boolean> {
  const changed = await Promise.all(
    sources.map(async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity),
  );
  return Math.max(...changed) > at;
}
