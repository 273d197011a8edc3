import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { build } from "esbuild";

/**
 * The modules that entries import, directly or not, without packages and types.
 *
 * @param entries - absolute paths; those that don't exist are left out
 * @returns absolute paths
 * @throws esbuild's BuildFailure when a module has a syntax error or imports a missing file
 */
export async function moduleGraph(
  root: string,
  entries: readonly string[],
): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.filter((entry) => existsSync(entry)),
    outdir: resolve(root, "dist"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "silent",
    metafile: true,
    write: false,
  });
  const names = Object.keys(metafile.inputs);
  return new Set(names.map((name) => (isAbsolute(name) ? name : resolve(root, name))));
}
