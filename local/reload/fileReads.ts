import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

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
  asked: ["exists", "stat", "lstat", "access", "realpath"],
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
  const note = (kind: ReadKind, path: unknown) => {
    const file = pathOf(path);
    if (file === undefined) return;
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
  note: (kind: ReadKind, path: unknown) => void,
): (() => void)[] {
  const restores: (() => void)[] = [];
  for (const [kind, names] of Object.entries(readers) as [ReadKind, readonly string[]][]) {
    for (const name of names.flatMap((each) => [each, `${each}Sync`])) {
      const own = functions[name];
      if (typeof own !== "function") continue;
      const wrapped = function (this: unknown, ...args: unknown[]) {
        note(kind, args[0]);
        return Reflect.apply(own, this, args);
      };
      // `realpath.native` and the like.
      functions[name] = Object.assign(wrapped, own);
      restores.push(() => (functions[name] = own));
    }
  }
  return restores;
}

/** The absolute path of an argument; `undefined` for file descriptors and anything else. */
function pathOf(path: unknown): string | undefined {
  if (typeof path === "string") return resolve(path);
  if (Buffer.isBuffer(path)) return resolve(path.toString());
  return path instanceof URL && path.protocol === "file:" ? fileURLToPath(path) : undefined;
}
