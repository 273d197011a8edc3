import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Polling interval of a waiting process, in ms. */
const lookEveryMs = 200;

/** Interval at which the working process renews its lock, in ms. */
const renewEveryMs = 5_000;

/** Age after which a lock counts as abandoned, in ms: its process has ended and its id was reused. */
const abandonedAfterMs = 60_000;

/**
 * Runs work while no other process on this machine does. A lock of a killed process does not count.
 *
 * @param file - lock file, which holds the id of the working process
 * @param waiting - called once if another process is working
 */
export async function exclusively<T>(
  file: string,
  work: () => Promise<T>,
  waiting: () => void = () => {},
): Promise<T> {
  for (let told = false; ; await delay(lookEveryMs)) {
    const held = await holdLock(file);
    if (typeof held !== "number") {
      try {
        return await work();
      } finally {
        await held();
      }
    }
    if (!told) waiting();
    told = true;
  }
}

/**
 * Takes a lock, unless another process on this machine has it. A lock of a killed process does not count.
 *
 * @returns a function that releases it, or the id of the other process
 */
export async function holdLock(file: string): Promise<(() => Promise<void>) | number> {
  await mkdir(dirname(file), { recursive: true });
  const own = `${process.pid} ${randomUUID()}`;
  if (!(await take(file, own))) return holderOf(await readFile(file, "utf8").catch(() => ""));
  const renewal = setInterval(() => {
    const now = new Date();
    void utimes(file, now, now).catch(() => {});
  }, renewEveryMs).unref();
  return async () => {
    clearInterval(renewal);
    await remove(file, own);
  };
}

const holderOf = (text: string): number => Number(text.split(" ")[0]);

async function take(file: string, own: string): Promise<boolean> {
  try {
    await writeFile(file, own, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const abandoned = await abandonedLock(file);
    if (abandoned === undefined) return false;
    await remove(file, abandoned);
    return take(file, own);
  }
}

/** The text of a lock whose process has ended without releasing it. */
async function abandonedLock(file: string): Promise<string | undefined> {
  try {
    const [text, { mtimeMs }] = [await readFile(file, "utf8"), await stat(file)];
    const holder = holderOf(text);
    const isAbandoned = (holder > 0 && !isAlive(holder)) || Date.now() - mtimeMs > abandonedAfterMs;
    return isAbandoned ? text : undefined;
  } catch {
    // It was just released.
    return undefined;
  }
}

/** Removes a lock, unless another process has taken it since: then it puts that one back. */
async function remove(file: string, text: string): Promise<void> {
  const moved = `${file}.${randomUUID()}`;
  try {
    await rename(file, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await readFile(moved, "utf8")) !== text) await link(moved, file).catch(() => {});
  await rm(moved, { force: true });
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
