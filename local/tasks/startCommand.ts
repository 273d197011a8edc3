import { readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

/** How a service is started. */
export interface StartCommand {
  readonly command: string;
  readonly args: string[];
  /** Folders to look for commands in, before the system's. */
  readonly path: string;
}

/** A folder does not say how its service is started. */
export class StartCommandError extends Error {
  override readonly name = "StartCommandError";
}

/**
 * A service's own start command: the script `start` of its `package.json`, or else the last `CMD`
 * of its Dockerfile in the form `CMD ["command", "argument"]`.
 *
 * @throws StartCommandError when there is neither
 */
export async function startCommand(directory: string): Promise<StartCommand> {
  const path = binFolders(directory).join(delimiter);
  const script = await startScript(directory);
  if (script) return { command: "/bin/sh", args: ["-c", inShell(script)], path };
  const [command, ...args] = (await dockerCommand(directory)) ?? [];
  if (command) return { command, args, path };
  throw new StartCommandError(
    `${directory} does not say how its service is started. Add a script "start" to its ` +
      `package.json, or CMD ["command", "argument"] to its Dockerfile.`,
  );
}

/**
 * A single command takes the shell's place, so that its end and its signals are the service's own. `env`
 * reads variables that may stand before it.
 */
const inShell = (script: string): string =>
  /[;&|<>()`\n]/.test(script) ? script : `exec env ${script}`;

async function startScript(directory: string): Promise<string | undefined> {
  const text = await readFile(join(directory, "package.json"), "utf8").catch(() => "{}");
  const { scripts } = JSON.parse(text) as { scripts?: { start?: string } };
  return scripts?.start;
}

async function dockerCommand(directory: string): Promise<string[] | undefined> {
  const text = await readFile(join(directory, "Dockerfile"), "utf8").catch(() => "");
  const list = [...text.matchAll(/^\s*CMD\s+(\[.*\])\s*$/gim)].at(-1)?.[1];
  return list === undefined ? undefined : (JSON.parse(list) as string[]);
}

/** `node_modules/.bin` of the folder and of those above it, as npm has it. */
function binFolders(directory: string): string[] {
  const parent = dirname(directory);
  const own = join(directory, "node_modules", ".bin");
  return parent === directory ? [own] : [own, ...binFolders(parent)];
}
