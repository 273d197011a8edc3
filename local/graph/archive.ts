import { readFile, readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import * as assets from "@pulumi/pulumi/asset/index.js";
import { unzipSync } from "fflate";
import { inside } from "../inside.ts";

/** An archive's content can't be read here. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/** The most that a function's code may measure unpacked. (Lambda Developer Guide, "Lambda quotas") */
const maxUnpackedBytes = 250 * 1024 * 1024;

/**
 * Reads what a Pulumi archive holds.
 *
 * @returns contents by path inside the archive; a link is a file with its target as text
 * @throws ArchiveError when it is no archive of local files or texts
 * @throws PathError when a path leads out of the archive
 */
export async function readArchive(archive: unknown): Promise<Record<string, Uint8Array>> {
  if (archive instanceof assets.FileArchive) return readFiles(await archive.path);
  if (!(archive instanceof assets.AssetArchive)) {
    throw new ArchiveError("It is no archive of local files; only those can be read here.");
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
  if (asset instanceof assets.FileAsset) return { [path]: await readFile(await asset.path) };
  if (asset instanceof assets.StringAsset) return { [path]: Buffer.from(await asset.text) };
  return prefixed(path, await readArchive(asset));
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
        throw new ArchiveError(`${path} holds more than the 250 MB that Lambda allows.`);
      }
      // Folders have entries of their own.
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

/** Folder by folder: a recursive `readdir` follows links to folders on Node 26, out of the archive. */
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
