import { readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

/** The command that starts a service. */
interface StartCommand {
  readonly command: string;
  readonly args: string[];
  /** Folders to search for commands, before the system's. */
  readonly path: string;
}

/** A folder has no start command. */
class StartCommandError extends Error {
  override readonly name = "StartCommandError";
}

/** Name of the script by which a service runs and reloads itself when its files change. */
const watchScriptName = "start:watch";

/**
 * A service's start command: the script `start` of its `package.json`, or otherwise the last `CMD` of
 * its Dockerfile in the form `CMD ["command", "argument"]`.
 *
 * @param watches - whether its script `start:watch` is preferred. @default false
 * @throws StartCommandError when all are missing
 */
export async function startCommand(directory: string, watches = false): Promise<StartCommand> {
  const path = binFolders(directory).join(delimiter);
  const scripts = await readScripts(directory);
  const script = (watches ? scripts[watchScriptName] : undefined) ?? scripts["start"];
  if (script) return { command: "/bin/sh", args: ["-c", inShell(script)], path };
  const [command, ...args] = (await dockerCommand(directory)) ?? [];
  if (command) return { command, args, path };
  throw new StartCommandError(
    `${directory} has no start command for its service. Add a script "start" to its ` +
      `package.json, or CMD ["command", "argument"] to its Dockerfile.`,
  );
}

/**
 * Replaces the shell with a single command, so the service itself receives signals and reports its
 * exit. `env` handles leading variables.
 */
const inShell = (script: string): string =>
  /[;&|<>()`\n]/.test(script) ? script : `exec env ${script}`;

/** Whether a service reloads itself when its files change, because its `package.json` has a script `start:watch`. */
export const reloadsItself = async (directory: string): Promise<boolean> =>
  watchScriptName in (await readScripts(directory).catch(() => ({})));

async function readScripts(directory: string): Promise<Readonly<Record<string, string>>> {
  const file = join(directory, "package.json");
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
    return scripts;
  } catch (error) {
    throw new StartCommandError(`${file} is not valid JSON: ${(error as Error).message}.`);
  }
}

async function dockerCommand(directory: string): Promise<string[] | undefined> {
  const text = await readFile(join(directory, "Dockerfile"), "utf8").catch(() => "");
  const list = [...text.matchAll(/^\s*CMD\s+(\[.*\])\s*$/gim)].at(-1)?.[1];
  return list === undefined ? undefined : (JSON.parse(list) as string[]);
}

/** `node_modules/.bin` of the folder and of its parents, as in npm. */
function binFolders(directory: string): string[] {
  const parent = dirname(directory);
  const own = join(directory, "node_modules", ".bin");
  return parent === directory ? [own] : [own, ...binFolders(parent)];
}
