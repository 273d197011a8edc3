import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { StackExportError } from "../../project/stackExport.ts";
import { type ExportedStack, readExportedStack } from "../graph/exportedStack.ts";
import { PathError, printable, real, wayWithin } from "../inside.ts";

/** A file with an export. */
export interface ExportFile {
  /** The path that the user passed. */
  readonly file: string;
  readonly text: string;
  readonly exported: ExportedStack;
}

/** @throws StackExportError when the file is not an export */
export async function readExportFile(file: string): Promise<ExportFile> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new StackExportError(file, `can't be read (${error.message})`);
  });
  return { file, text, exported: readExportedStack(text, file) };
}

/**
 * Finds files and folders that an export names, in the export's folder or else in the project's.
 */
export function locateAny(file: string, root: string): (path: string) => string {
  return (path) => {
    const candidates = [dirname(resolve(file)), root].map((folder) => resolve(folder, path));
    return candidates.find((candidate) => existsSync(candidate)) ?? candidates[0]!;
  };
}

/**
 * Finds files and folders that a foreign export names, in its own folder, its repository or the project.
 * They become code that runs here, so all other paths are refused, and hidden files of the project and
 * the repository too.
 *
 * @param file - the export
 * @param root - folder of the project
 * @returns a function that resolves a path, or throws a `PathError`
 */
export function locateFor(file: string, root: string): (path: string) => string {
  const own = dirname(resolve(file));
  const shared = [root, repositoryOf(own)].filter((folder) => folder !== undefined);
  const isAtTop = shared.some((folder) => wayWithin(folder, own)?.length === 0);
  const isOpen = (path: string) =>
    (!isAtTop && !holdsHome(own) && wayWithin(own, path) !== undefined) ||
    shared.some((folder) => {
      const way = wayWithin(folder, path);
      return way !== undefined && way.length > 0 && !way.some((name) => name.startsWith("."));
    });

  const locate = locateAny(file, root);
  return (path) => {
    const found = locate(path);
    if (!path.includes("\0") && isOpen(found)) return found;
    throw new PathError(
      `The path "${printable(path)}" is outside of the folders that ${file} may use: its own, ` +
        `${own}, and the project's, ${root}. Move the export to the folder of its program.`,
    );
  };
}

/** The repository of a folder. A repository of the whole home folder does not count. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return holdsHome(folder) ? undefined : folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/** Whether a folder contains the user's home folder. */
const holdsHome = (folder: string): boolean => wayWithin(folder, homedir()) !== undefined;

/** Whether an export is in the project's folder. Links are resolved. */
export const isInProject = (file: string, root: string): boolean =>
  wayWithin(root, real(file)) !== undefined;
