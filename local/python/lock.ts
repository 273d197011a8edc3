import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How often a process that waits looks, in ms. */
const lookEveryMs = 200;

/** Longer than any work takes, in ms: its process has ended, and another one has its number. */
const abandonedAfterMs = 15 * 60_000;

/**
 * Does something while no other process on this machine does it.
 *
 * @param file - exists as long as the work goes on, and names the process that does it
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

/** A process that was killed does not let go. */
async function isAbandoned(file: string): Promise<boolean> {
  try {
    const [holder, { mtimeMs }] = [Number(await readFile(file, "utf8")), await stat(file)];
    return (holder > 0 && !isAlive(holder)) || Date.now() - mtimeMs > abandonedAfterMs;
  } catch {
    // It has just let go.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
