import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** An untrusted name or path leads out of its folder. */
export class PathError extends Error {
  override readonly name = "PathError";
}

/**
 * The path of a file below a folder, from an untrusted name, such as an archive's key or a resource's
 * name.
 *
 * @param what - kind of name, for the error
 * @throws PathError when it could lead out of the folder
 */
export function inside(folder: string, name: string, what = "The path"): string {
  const problem = problemOf(name);
  if (problem === undefined) return join(folder, name);
  throw new PathError(
    `${what} "${printable(name)}" ${problem}. Use a path below the folder, such as "lib/index.js".`,
  );
}

function problemOf(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.includes("\0")) return "contains a null character";
  if (name.includes("\\")) return "contains a backslash";
  if (name.startsWith("/") || /^[a-z]:/i.test(name)) return "is absolute";
  if (name.split("/").includes("..")) return 'leads out of its folder by ".."';
  return undefined;
}

/**
 * The way from a folder to a path in it. Links are resolved.
 *
 * @returns names of folders and a file, empty for the folder itself; `undefined` for a path outside
 */
export function wayWithin(folder: string, path: string): string[] | undefined {
  const way = relative(real(folder), real(path));
  if (way === "") return [];
  const names = way.split(sep);
  return names[0] === ".." || isAbsolute(way) ? undefined : names;
}

/** A path with links resolved, as far as it exists. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(real(parent), basename(path));
  }
}

/** Untrusted text for the terminal, without characters that move its cursor or reverse text. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
