import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { wrapFunction } from "./wrapFunction.ts";

/** Files and folders that code has read: absolute paths, sorted. */
export interface FileReads {
  /** Files whose content was read. */
  readonly files: string[];
  /** Folders whose entries were listed. */
  readonly folders: string[];
  /** Paths that were only asked for, such as whether they exist. They may be missing. */
  readonly asked: string[];
}

export type ReadKind = keyof FileReads;

/** Functions by what they learn of a path, the first argument. Each is wrapped as it is, as `…Sync` and as a promise. */
const readers: Readonly<Record<ReadKind, readonly string[]>> = {
  files: ["readFile", "open", "openAsBlob", "createReadStream", "copyFile", "cp"],
  folders: ["readdir", "opendir"],
  asked: ["exists", "stat", "lstat", "access", "realpath", "readlink"],
};

type Functions = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/**
 * Records what is read below a folder, through `node:fs` in this thread, from now on. Modules that Node.js loads
 * by itself are not recorded, nor packages.
 *
 * @param onRead - receives each read, also outside of the folder and of packages
 * @returns a function that ends the recording and returns what was read
 */
export function recordReads(
  root: string,
  onRead: (kind: ReadKind, path: string) => void = () => {},
): () => FileReads {
  const found: Record<ReadKind, Set<string>> = {
    files: new Set(),
    folders: new Set(),
    asked: new Set(),
  };
  const inside = resolve(root) + sep;
  const note = (kind: ReadKind, file: string) => {
    onRead(kind, file);
    if (!`${file}${sep}`.startsWith(inside)) return;
    if (!file.slice(inside.length).split(sep).includes("node_modules")) found[kind].add(file);
  };
  const restores = [fs, fs.promises].flatMap((module) =>
    wrapAll(module as unknown as Functions, note),
  );
  // Named imports see the wrapped functions too.
  syncBuiltinESMExports();

  return () => {
    for (const restore of restores) restore();
    syncBuiltinESMExports();
    const sorted = (kind: ReadKind) => [...found[kind]].sort();
    return { files: sorted("files"), folders: sorted("folders"), asked: sorted("asked") };
  };
}

function wrapAll(
  functions: Functions,
  note: (kind: ReadKind, path: string) => void,
): (() => void)[] {
  const restores: (() => void)[] = [];
  for (const [kind, names] of Object.entries(readers) as [ReadKind, readonly string[]][]) {
    for (const name of names.flatMap((each) => [each, `${each}Sync`])) {
      const own = functions[name];
      if (typeof own !== "function") continue;
      functions[name] = wrapFunction(own, ([path, ...options]) => {
        const file = pathOf(path);
        if (file === undefined) return;
        note(kind, file);
        if (isRecursive(options)) noteBelow(file, kind === "files", note);
      });
      restores.push(() => (functions[name] = own));
    }
  }
  return restores;
}

/** Not the one that is replaced. */
const { readdirSync } = fs;

/** `readdir`, `opendir` and `cp` have it in their last options. */
const isRecursive = (options: readonly unknown[]): boolean =>
  options.some((each) => (each as { recursive?: unknown } | null | undefined)?.recursive === true);

/** Notes the folders below one, and their files if these are read as well. */
function noteBelow(
  folder: string,
  withFiles: boolean,
  note: (kind: ReadKind, path: string) => void,
): void {
  if (withFiles) note("folders", folder);
  for (const entry of entriesBelow(folder)) {
    const path = resolve(entry.parentPath, entry.name);
    if (entry.isDirectory()) note("folders", path);
    else if (withFiles) note("files", path);
  }
}

function entriesBelow(folder: string): fs.Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return []; // Who reads it gets the error.
  }
}

/** The absolute path of an argument; `undefined` for file descriptors and anything else. */
function pathOf(path: unknown): string | undefined {
  if (typeof path === "string") return resolve(path);
  if (Buffer.isBuffer(path)) return resolve(path.toString());
  return path instanceof URL && path.protocol === "file:" ? fileURLToPath(path) : undefined;
}
