import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processStart } from "./processStart.ts";

/** Polling interval of a waiting process, in ms. */
const lookEveryMs = 200;

/**
 * Runs work while no other process on this machine does. A lock of a killed process does not count.
 *
 * @param file - lock file: the id of the working process, its start, and an id of the lock
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
  const start = (await processStart(process.pid)) ?? unknownStart;
  const own = `${process.pid} ${start} ${randomUUID()}`;
  if (!(await take(file, own))) return holderOf(await readFile(file, "utf8").catch(() => ""));
  return () => remove(file, own);
}

const holderOf = (text: string): number => Number(text.split(" ")[0]);

/** Of a process on a system that does not tell it. */
const unknownStart = "?";

async function take(file: string, own: string): Promise<boolean> {
  try {
    await place(file, own);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const abandoned = await abandonedLock(file);
    if (abandoned === undefined) return false;
    await remove(file, abandoned);
    return take(file, own);
  }
}

/** Makes a file that has its whole text at once. @throws EEXIST if there is one */
async function place(file: string, text: string): Promise<void> {
  const prepared = `${file}.${randomUUID()}`;
  await writeFile(prepared, text);
  try {
    await link(prepared, file);
  } finally {
    await rm(prepared, { force: true });
  }
}

/**
 * The text of a lock whose process has ended without releasing it. Its age does not count: a process may sleep, with its
 * machine, or be busy for long.
 */
async function abandonedLock(file: string): Promise<string | undefined> {
  // It may just have been released.
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [, start] = text.split(" ");
  const holder = holderOf(text);
  if (start === undefined || !isAlive(holder)) return text;
  const now = await processStart(holder);
  // Otherwise the id is another process's now.
  return start === unknownStart || now === undefined || now === start ? undefined : text;
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
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
