import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { StackExportError } from "../../project/stackExport.ts";
import { type ExportedStack, readExportedStack } from "../graph/exportedStack.ts";
import { PathError, printable, real, wayWithin } from "../inside.ts";

/** An export as it was read. */
export interface ExportFile {
  /** Its path as it was given. */
  readonly file: string;
  readonly text: string;
  readonly exported: ExportedStack;
}

/** @throws StackExportError when the file is no export */
export async function readExportFile(file: string): Promise<ExportFile> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new StackExportError(file, `can't be read (${error.message})`);
  });
  return { file, text, exported: readExportedStack(text, file) };
}

/**
 * Finds files and folders that an export names: those of the first folder, the export's own or the
 * project's, that has them.
 */
export function locateAny(file: string, root: string): (path: string) => string {
  return (path) => {
    const candidates = [dirname(resolve(file)), root].map((folder) => resolve(folder, path));
    return candidates.find((candidate) => existsSync(candidate)) ?? candidates[0]!;
  };
}

/**
 * Finds files and folders that an export of any program names: in its own folder, or in the project. What it names
 * becomes code that runs, or a part of it, so an export must not choose among all files of the machine.
 * Of the project, and of a repository, it gets no hidden files, also where it lies at their top.
 *
 * @param file - the export
 * @param root - folder of the project
 * @returns where a path is; throws a `PathError` for one elsewhere
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

/** The repository that a folder is part of. A repository of somebody's whole home does not count. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return holdsHome(folder) ? undefined : folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/** Whether all of the user's files are in a folder. */
const holdsHome = (folder: string): boolean => wayWithin(folder, homedir()) !== undefined;

/** Whether an export belongs to the project, links followed. */
export const isInProject = (file: string, root: string): boolean =>
  wayWithin(root, real(file)) !== undefined;
