import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Absolute path of a folder in the user's cache folder, which may not exist yet.
 *
 * @param name - what it begins with
 * @param versionFile - path of a file; another content makes another folder
 */
export async function cacheFolder(name: string, versionFile: string): Promise<string> {
  const version = createHash("sha256")
    .update(await readFile(versionFile))
    .digest("hex");
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "palisade", `${name}-${version.slice(0, 12)}`);
}
