import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { readIgnoreRules } from "../provider/awsx/dockerIgnore.ts";
import { reloadsItself } from "../tasks/index.ts";
import { type GitIgnore, readGitIgnore } from "./gitIgnore.ts";

/** The folder of a private service. */
export interface ServiceFolder {
  readonly directory: string;
  /** Whether a file below it, or the folder of one, has no part in the service. */
  readonly ignores: (path: string) => boolean;
  /** Whether the service has to be started again for a change of a file below it. */
  readonly restartsFor: (path: string) => boolean;
}

/** Files that decide how a service is started, though its image may leave them out. */
const startFiles = new Set(["package.json", "Dockerfile"]);

/** Reads which files of a service's folder its `.dockerignore` and `.gitignore` leave out, and whether it reloads itself. */
export async function readServiceFolder(directory: string): Promise<ServiceFolder> {
  const docker = readIgnoreRules(contentOf(join(directory, ".dockerignore")));
  const git = gitIgnoreIn(directory);
  const isOnItsOwn = await reloadsItself(directory);
  const nameOf = (path: string) => path.slice(directory.length + 1).replaceAll(sep, "/");
  const ignores = (path: string) =>
    !startFiles.has(nameOf(path)) && (docker.ignores(nameOf(path)) || git(nameOf(path)));
  return {
    directory,
    ignores,
    restartsFor: (path) => (isOnItsOwn ? startFiles.has(nameOf(path)) : !ignores(path)),
  };
}

/** What the `.gitignore` of a folder ignores below it: nothing if there is none. */
export const gitIgnoreIn = (folder: string): GitIgnore =>
  readGitIgnore(contentOf(join(folder, ".gitignore")));

/** Empty without a file. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
