import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/**
 * A folder with a site's files, removed after the test.
 *
 * @param files - contents by path
 * @returns its path from the working directory
 */
export function siteFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "palisade-site-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  folders.push(folder);
  return relative(process.cwd(), folder);
}

const folders: string[] = [];

/** Removes the folders, for `after`. */
export function removeSiteFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
