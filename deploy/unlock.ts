import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { ask } from "../project/ask.ts";
import { releasableLocks } from "./locks.ts";
import { backendUrl, DeployedStack, missingStacks, type StackOptions } from "./stack.ts";

interface UnlockOptions {
  /** Name of the project, a part of the stacks' names. */
  readonly project: string;
  /** Does not ask. */
  readonly yes: boolean;
  readonly print: (line: string) => void;
}

/**
 * Releases the locks of an environment's stacks, as `pulumi cancel` does, after asking. A backend on this
 * machine tells whose they are.
 *
 * @returns whether no lock is left
 * @throws LockedError when the process that took one still runs on this machine
 */
export async function unlock(
  names: readonly string[],
  options: StackOptions,
  { project, yes, print }: UnlockOptions,
): Promise<boolean> {
  const missing = await missingStacks(names, options);
  const existing = names.filter((name) => !missing.includes(name));
  const folder = folderOf(await backendUrl(options));
  const locks = folder === undefined ? [] : await releasableLocks(folder, project, existing);
  for (const lock of locks) print(lock);
  if (existing.length === 0) {
    print(`No stack has a lock: ${names.join(", ")} are not deployed.`);
    return true;
  }
  const question = `Release the locks of ${existing.join(", ")}? Nobody may be deploying them. (yes/no) `;
  const answer = yes ? "yes" : await ask(question, options.signal);
  if (answer !== "yes" && answer !== "y") {
    print("No lock was released.");
    return false;
  }
  for (const name of existing) {
    await (await DeployedStack.open(name, options)).unlock();
    print(`${name}: no lock`);
  }
  return true;
}

/** The folder of a backend in files, such as `file:///home/ada/state` or `file://~`. `undefined` for others. */
export function folderOf(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  const path = url.slice("file://".length);
  return path.startsWith("~") ? homedir() + path.slice(1) : fileURLToPath(url);
}
