import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What of `package.json` and `package-lock.json` this needs. */
interface PackageFile {
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly link?: true }>>;
}

/** The files that say which packages are installed in a project's folder. */
export const packageFiles: readonly string[] = ["package.json", "package-lock.json"];

/**
 * What the project's own `package.json` and `package-lock.json` say about installed packages, to be compared. Workspaces, such as a new
 * service, are not a part of it, but the packages that they need are.
 */
export async function installedPackages(root: string): Promise<string> {
  const files = packageFiles.map(async (file) => {
    const { dependencies, devDependencies, packages = {} } = await read(join(root, file));
    const installed = Object.entries(packages).flatMap(([path, { version, link }]) =>
      link || !path.startsWith("node_modules/") ? [] : [`${path} ${version}`],
    );
    return [dependencies, devDependencies, installed];
  });
  return JSON.stringify(await Promise.all(files));
}

/** Without content if it is missing or damaged: while it is written, or npm will say so. */
async function read(file: string): Promise<PackageFile> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as PackageFile;
  } catch {
    return {};
  }
}
