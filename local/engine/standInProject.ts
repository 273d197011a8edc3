import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../graph/stackConfig.ts";

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
  const stacks = stackDirectory.slice(directory.length + 1);
  await mkdir(join(project, stacks), { recursive: true });
  for (const entry of await readdir(directory)) {
    if (entry.startsWith(".") || entry === stacks.split("/")[0]) continue;
    await rm(join(project, entry), { force: true });
    await symlink(join(directory, entry), join(project, entry));
  }
  for (const file of await readdir(stackDirectory)) {
    if (/^Pulumi\..+\.yaml$/.test(file)) {
      await copyStackFile(join(stackDirectory, file), join(project, stacks, file));
    }
  }
  return project;
}

/** A copy keeps what the engine has added to it: the key to the stack's secrets. */
async function copyStackFile(from: string, to: string): Promise<void> {
  const earlier = await readFile(to, "utf8").catch(() => "");
  const salt = /^encryptionsalt: .+\n/m.exec(earlier)?.[0] ?? "";
  await writeFile(to, salt + (await readFile(from, "utf8")));
}
