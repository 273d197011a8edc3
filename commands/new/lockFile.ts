import { NewError } from "./newError.ts";

/** A part of `package-lock.json`. */
interface LockFile {
  packages: Record<string, object>;
}

/**
 * Adds a workspace without dependencies, as `npm install` would, so that `npm ci` accepts the project.
 *
 * @param text - of `package-lock.json`
 */
export function withWorkspace(text: string, directory: string, name: string): string {
  const lock = JSON.parse(text) as LockFile;
  const link = `node_modules/${name}`;
  if (lock.packages[link]) {
    throw new NewError(
      `"${name}" is the name of an npm package of this project. Choose another name.`,
    );
  }
  const added = {
    [link]: { resolved: directory, link: true },
    [directory]: { version: "0.1.0", license: "Apache-2.0", engines: { node: ">=20.19" } },
  };
  const packages = Object.entries({ ...lock.packages, ...added });
  lock.packages = Object.fromEntries(packages.sort(([a], [b]) => a.localeCompare(b, "en")));
  return `${JSON.stringify(lock, null, 2)}\n`;
}
