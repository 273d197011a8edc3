import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { reloadsItself } from "../tasks/index.ts";
import { type IgnoreRules, readIgnoreRules } from "./ignoreRules.ts";

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
  const rules = [
    rulesOf(join(directory, ".dockerignore"), "docker"),
    rulesOf(join(directory, ".gitignore"), "git"),
  ];
  const isOnItsOwn = await reloadsItself(directory);
  const nameOf = (path: string) => path.slice(directory.length + 1).replaceAll(sep, "/");
  const ignores = (path: string) =>
    !startFiles.has(nameOf(path)) && rules.some((ignored) => ignored(nameOf(path)));
  return {
    directory,
    ignores,
    restartsFor: (path) => (isOnItsOwn ? startFiles.has(nameOf(path)) : !ignores(path)),
  };
}

/** The rules of a file; without it, nothing is ignored. */
export function rulesOf(file: string, kind: "git" | "docker"): IgnoreRules {
  try {
    return readIgnoreRules(readFileSync(file, "utf8"), kind);
  } catch {
    return () => false;
  }
}
