import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { StackExportError } from "../../project/stackExport.ts";
import { type ExportedStack, readExportedStack } from "../graph/exportedStack.ts";
import { localAccountFolder, standInFolder } from "../engine/standInProject.ts";
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
 * Finds files and folders that an export names: in the export's folder, in the project's, or from the folder
 * in which `npm run deploy -- … --local` runs the program.
 */
export function locateAny(file: string, root: string): (path: string) => string {
  return (path) => placesOf(path, file, root)[0]!;
}

/** The places that exist; the first possible one if none does. */
function placesOf(path: string, file: string, root: string): string[] {
  const folders = [dirname(resolve(file)), root, standInFolder(localAccountFolder(root))];
  const places = folders.map((folder) => resolve(folder, path));
  const existing = places.filter((place) => existsSync(place));
  return existing.length > 0 ? existing : places.slice(0, 1);
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

  return (path) => {
    const found = path.includes("\0") ? undefined : placesOf(path, file, root).find(isOpen);
    if (found !== undefined) return found;
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
