import { readFile, readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import * as assets from "@pulumi/pulumi/asset/index.js";
import { unzipSync, zipSync } from "fflate";
import { inside } from "../inside.ts";

/** The content of an archive can't be read. */
class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/** The time of files in a .zip file: the same content is the same file. */
export const mtime = "1980-01-02";

/** The maximum size of a function's unpacked code. Source: Lambda Developer Guide, "Lambda quotas". */
const maxUnpackedBytes = 250 * 1024 * 1024;

/**
 * Reads the files of a Pulumi archive.
 *
 * @returns contents by path in the archive; a link is a file with its target as content
 * @throws ArchiveError when it is not an archive of local files or strings
 * @throws PathError when a path leads out of the archive
 */
export async function readArchive(archive: unknown): Promise<Record<string, Uint8Array>> {
  if (archive instanceof assets.FileArchive) return readFiles(await archive.path);
  if (!(archive instanceof assets.AssetArchive)) {
    throw new ArchiveError("Only archives of local files can be read here.");
  }
  const entries = await Promise.all(
    Object.entries(await archive.assets).map(async ([path, asset]) => readEntry(path, asset)),
  );
  return Object.fromEntries(entries.flatMap((entry) => Object.entries(entry)));
}

async function readEntry(
  path: string,
  asset: assets.Asset | assets.Archive,
): Promise<Record<string, Uint8Array>> {
  assertKey(path);
  if (assets.Archive.isInstance(asset)) return prefixed(path, await readArchive(asset));
  return { [path]: await readAsset(asset) };
}

/**
 * Reads a Pulumi asset, or an archive as the .zip file that the provider uploads.
 *
 * @throws ArchiveError when it is not a local file, a string or an archive of these
 */
export async function readAsset(asset: unknown): Promise<Uint8Array> {
  if (assets.Archive.isInstance(asset as unknown)) {
    return zipSync(await readArchive(asset), { mtime });
  }
  if (asset instanceof assets.FileAsset) return readFile(await asset.path);
  if (asset instanceof assets.StringAsset) return Buffer.from(await asset.text);
  throw new ArchiveError("Only local files and strings can be read here.");
}

async function readFiles(path: string): Promise<Record<string, Uint8Array>> {
  const found = await stat(path).catch(() => {
    throw new ArchiveError(`${path} does not exist.`);
  });
  if (found.isDirectory()) return readFolder(path);
  if (path.endsWith(".zip")) return unzip(path, await readFile(path));
  throw new ArchiveError(`${path} is neither a folder nor a .zip file.`);
}

function unzip(path: string, content: Uint8Array): Record<string, Uint8Array> {
  let unpackedBytes = 0;
  return unzipSync(content, {
    filter: ({ name, originalSize }) => {
      assertKey(name, ` of ${path}`);
      unpackedBytes += originalSize;
      if (unpackedBytes > maxUnpackedBytes) {
        throw new ArchiveError(`${path} contains more than the 250 MB that Lambda allows.`);
      }
      // Leave out the entries of folders.
      return !name.endsWith("/");
    },
  });
}

/**
 * Checks a path inside an archive.
 *
 * @param of - the archive, for the error
 * @throws PathError when it leads out of the archive
 */
export function assertKey(path: string, of = ""): void {
  inside("/", path, `The archive key${of}`);
}

/** On Node 26 a recursive `readdir` would follow links out of the archive, so this reads each folder. */
async function readFolder(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const parts = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return prefixed(entry.name, await readFolder(path));
      return entry.isFile() ? { [entry.name]: await readFile(path) } : {};
    }),
  );
  return Object.assign({}, ...parts) as Record<string, Uint8Array>;
}

const prefixed = (folder: string, files: Record<string, Uint8Array>) =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [posix.join(folder, path), content]),
  );
