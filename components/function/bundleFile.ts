import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";

const folder = fileURLToPath(new URL("../../dist/functions/", import.meta.url));

/**
 * Writes a file of a function's bundle below `dist/functions/`, if it changed.
 *
 * @returns the file as an asset
 */
export function bundleFile(path: string, content: Uint8Array): pulumi.asset.FileAsset {
  // Relative to the project, so that a stack's state is the same on every machine.
  return new pulumi.asset.FileAsset(relative(process.cwd(), writeBundleFile(path, content)));
}

/** Writes a file below `dist/functions/`, if it changed. @returns its absolute path */
export function writeBundleFile(path: string, content: Uint8Array): string {
  const file = join(folder, path);
  if (!currentContent(file)?.equals(content)) write(file, content);
  return file;
}

/** Writes by renaming, so that another stack's program never reads half a bundle. */
function write(file: string, content: Uint8Array): void {
  const temporary = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

function currentContent(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
