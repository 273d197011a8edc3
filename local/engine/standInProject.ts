import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Project } from "../../project/stackConfig.ts";

/**
 * Makes a stand-in for a project's folder: everything in it but the stacks' files, which are
 * copies. An engine writes into those, and the project's own are to stay as they are.
 *
 * @param folder - where it is made, or brought up to date
 * @returns the stand-in's folder
 */
export async function standInProject(
  { directory, stackDirectory }: Project,
  folder: string,
): Promise<string> {
  const project = join(folder, "project");
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

/** What opens a stack's secrets, as the engine writes it into the stack's file. */
const keys = /^(?:encryptionsalt|encryptedkey|secretsprovider): .*(?:\n|$)/gm;

/** A copy has its own key to the stack's secrets: it keeps the one that the engine gave it. */
async function copyStackFile(from: string, to: string): Promise<void> {
  const earlier = await readFile(to, "utf8").catch(() => "");
  const own = earlier.match(keys)?.join("") ?? "";
  await writeFile(to, own + (await readFile(from, "utf8")).replace(keys, ""));
}
