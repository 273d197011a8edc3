import { readFile, readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import * as assets from "@pulumi/pulumi/asset/index.js";
import { unzipSync } from "fflate";

/** An archive's content can't be read here. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/**
 * Reads what a Pulumi archive holds.
 *
 * @returns contents by path inside the archive
 * @throws ArchiveError when it is no archive of local files or texts
 */
export async function readArchive(archive: unknown): Promise<Record<string, Uint8Array>> {
  if (archive instanceof assets.FileArchive) return readFiles(await archive.path);
  if (!(archive instanceof assets.AssetArchive)) {
    throw new ArchiveError("It is no archive of local files; only those can be read here.");
  }
  const entries = await Promise.all(
    Object.entries(await archive.assets).map(async ([path, asset]) => readEntry(path, asset)),
  );
  return Object.assign({}, ...entries) as Record<string, Uint8Array>;
}

async function readEntry(
  path: string,
  asset: assets.Asset | assets.Archive,
): Promise<Record<string, Uint8Array>> {
  if (asset instanceof assets.FileAsset) return { [path]: await readFile(await asset.path) };
  if (asset instanceof assets.StringAsset) return { [path]: Buffer.from(await asset.text) };
  return prefixed(path, await readArchive(asset));
}

async function readFiles(path: string): Promise<Record<string, Uint8Array>> {
  const found = await stat(path).catch(() => {
    throw new ArchiveError(`${path} does not exist.`);
  });
  if (found.isDirectory()) return readFolder(path);
  if (path.endsWith(".zip")) return unzip(await readFile(path));
  throw new ArchiveError(`${path} is neither a folder nor a .zip file.`);
}

function unzip(content: Uint8Array): Record<string, Uint8Array> {
  // Folders have entries of their own.
  return unzipSync(content, { filter: ({ name }) => !name.endsWith("/") });
}

async function readFolder(folder: string): Promise<Record<string, Uint8Array>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));
  const contents = await Promise.all(
    entries.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const),
  );
  return Object.fromEntries(contents);
}

const prefixed = (folder: string, files: Record<string, Uint8Array>) =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [posix.join(folder, path), content]),
  );
