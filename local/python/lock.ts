import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Polling interval of a waiting process, in ms. */
const lookEveryMs = 200;

/** Age after which a lock counts as abandoned, in ms: its process has ended and its id was reused. */
const abandonedAfterMs = 15 * 60_000;

/**
 * Runs work while no other process on this machine does.
 *
 * @param file - lock file, which holds the id of the working process
 */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  while (!(await take(file))) await delay(lookEveryMs);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (await isAbandoned(file)) await rm(file, { force: true });
    return false;
  }
}

/** Whether the lock's process has ended without releasing it. */
async function isAbandoned(file: string): Promise<boolean> {
  try {
    const [holder, { mtimeMs }] = [Number(await readFile(file, "utf8")), await stat(file)];
    return (holder > 0 && !isAlive(holder)) || Date.now() - mtimeMs > abandonedAfterMs;
  } catch {
    // It was just released.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
