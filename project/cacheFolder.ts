import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Absolute path of a folder in the user's cache folder, which may not exist yet.
 *
 * @param name - start of the folder's name
 * @param versionFile - path of a file; different contents get different folders
 */
export async function cacheFolder(name: string, versionFile: string): Promise<string> {
  const version = createHash("sha256")
    .update(await readFile(versionFile))
    .digest("hex");
  return join(cacheRoot(), `${name}-${version.slice(0, 12)}`);
}

/** Palisade's folder in the user's cache folder. */
export const cacheRoot = (): string =>
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "palisade");
