import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** A file that an option names cannot be read. */
class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

/**
 * Reads a file that an option names.
 *
 * @param how - how to get such a file, as a sentence
 * @throws UnreadableFileError that says why it cannot be read
 */
export async function readGivenFile(
  option: string,
  file: string,
  cwd: string,
  how: string,
): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const problem = problems[code];
    if (problem === undefined) throw error;
    throw new UnreadableFileError(`${option} is ${file}, but ${problem}. ${how}`, { cause: error });
  }
}

const problems: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "that is a folder",
  EACCES: "you may not read it",
  EPERM: "you may not read it",
  ENAMETOOLONG: "the name is too long",
};
