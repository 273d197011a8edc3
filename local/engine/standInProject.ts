import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Project } from "../../project/stackConfig.ts";

/** The folder of the account that `npm run deploy -- … --local` deploys a project to. */
export const localAccountFolder = (directory: string): string =>
  join(directory, ".local", "deploy");

/** The folder of the project's copy in an account's folder. The program's relative paths begin there. */
export const standInFolder = (folder: string): string => join(folder, "project");

/**
 * Creates a copy of a project's folder: links, except for copies of the stack files. An engine changes
 * stack files, and the project's own must not change.
 *
 * @param folder - folder to create or update it in
 * @returns the copy's folder
 */
export async function standInProject(
  { directory, stackDirectory }: Project,
  folder: string,
): Promise<string> {
  const project = standInFolder(folder);
  const stacks = relative(directory, stackDirectory);
  await mkdir(join(project, stacks), { recursive: true });
  for (const entry of await readdir(directory)) {
    if (entry.startsWith(".") || entry === stacks.split(sep)[0] || stackFile.test(entry)) continue;
    await rm(join(project, entry), { force: true });
    await symlink(join(directory, entry), join(project, entry));
  }
  for (const file of await readdir(stackDirectory)) {
    if (stackFile.test(file)) {
      await copyStackFile(join(stackDirectory, file), join(project, stacks, file));
    }
  }
  return project;
}

const stackFile = /^Pulumi\..+\.yaml$/;

/** Keys to a stack's secrets, which the engine writes into the stack file. */
const keys = /^(?:encryptionsalt|encryptedkey|secretsprovider): .*(?:\n|$)/gm;

/** Keeps the key to the stack's secrets that the engine wrote into the copy. */
async function copyStackFile(from: string, to: string): Promise<void> {
  const earlier = await readFile(to, "utf8").catch(() => "");
  const own = earlier.match(keys)?.join("") ?? "";
  await writeFile(to, own + (await readFile(from, "utf8")).replace(keys, ""));
}
