import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Larger files are compared by size and time, so that a big asset is not read at each save. */
const maxReadBytes = 4 * 1024 * 1024;

/** Files that are read at once; systems allow a process as few as 256. */
const maxOpenFiles = 64;

/** How a file differs from when it was last looked at. */
type ChangeKind = "added" | "changed" | "removed";

export interface FileChange {
  /** Absolute path. */
  readonly path: string;
  readonly kind: ChangeKind;
}

/** The contents of files as they were last seen, so that a save without a change is none. */
export class Fingerprints {
  readonly #known = new Map<string, string>();

  /** @returns the files whose content differs from when they were last looked at */
  async look(paths: readonly string[]): Promise<FileChange[]> {
    const changes: FileChange[] = [];
    for (let start = 0; start < paths.length; start += maxOpenFiles) {
      const some = paths.slice(start, start + maxOpenFiles).map((path) => this.#lookAt(path));
      changes.push(...(await Promise.all(some)).filter((change) => change !== undefined));
    }
    return changes;
  }

  /** Whether there was such a file when last looked at. */
  knows = (path: string): boolean => this.#known.has(path);

  /** The files that were there when last looked at, of the folders of some paths. */
  beside(paths: readonly string[]): string[] {
    const folders = new Set(paths.map((path) => dirname(path)));
    return [...this.#known.keys()].filter((path) => folders.has(dirname(path)));
  }

  async #lookAt(path: string): Promise<FileChange | undefined> {
    const before = this.#known.get(path);
    const now = await fingerprint(path);
    if (now === before) return undefined;
    if (now === undefined) this.#known.delete(path);
    else this.#known.set(path, now);
    return {
      path,
      kind: before === undefined ? "added" : now === undefined ? "removed" : "changed",
    };
  }
}

/** @returns undefined if there is no such file */
async function fingerprint(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, mode } = await stat(path);
    if (size > maxReadBytes) return `${size} ${mtimeMs}`;
    const hash = createHash("sha256").update(await readFile(path));
    return `${hash.digest("base64")} ${mode & 0o111}`;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // A file that can't be read is there; why it can't be read shows in the reload.
    return ["ENOENT", "ENOTDIR", "EISDIR", "ELOOP"].includes(code) ? undefined : code;
  }
}
