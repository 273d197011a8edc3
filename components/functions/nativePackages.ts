import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/** What `package.json` tells of a package's native code. */
interface Manifest {
  readonly gypfile?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * The first package of a bundle that loads native code, which is not part of it: the bundle would fail on
 * its first call. Packages that their importers can do without don't count.
 *
 * @returns its name; `undefined` if there is none
 */
export function nativePackage({ inputs }: Metafile): string | undefined {
  for (const [importer, { imports }] of Object.entries(inputs)) {
    const from = packageOf(importer);
    for (const { path } of imports) {
      const to = packageOf(path);
      if (to === undefined || to.folder === from?.folder) continue;
      if (
        isNative(manifestOf(to.folder)) &&
        !(from && isOptional(manifestOf(from.folder), to.name))
      )
        return to.name;
    }
  }
  return undefined;
}

/** `node_modules/@img/colour/index.cjs` → `@img/colour` and its folder. */
function packageOf(path: string): { name: string; folder: string } | undefined {
  const [, folder, name] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path) ?? [];
  return folder === undefined ? undefined : { name: name!, folder };
}

function manifestOf(folder: string): Manifest {
  const file = join(folder, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : {};
}

/** It has builds for several processors, or one is made or chosen when it is installed. */
const isNative = ({ gypfile, scripts, optionalDependencies = {} }: Manifest): boolean =>
  gypfile === true ||
  /node-gyp|node-pre-gyp|prebuild/.test(scripts?.["install"] ?? "") ||
  Object.keys(optionalDependencies).some((name) => /linux-?(x64|arm64)/.test(name));

const isOptional = (
  { optionalDependencies = {}, peerDependenciesMeta = {} }: Manifest,
  name: string,
): boolean => name in optionalDependencies || peerDependenciesMeta[name]?.optional === true;
