import { execFile } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

/** A lock of a stack, as Pulumi's backends in files write it (pulumi/pkg/backend/diy/lock.go). */
export interface StackLock {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** When it was taken, in ISO 8601. */
  readonly timestamp: string;
}

/** A stack is locked by another deployment. */
class LockedError extends Error {
  override readonly name = "LockedError";
}

/** Time for the engine of a killed deployment to finish, in ms: the reaper waits as long for it. */
const finishMs = 60_000;

export interface LocalLocksOptions {
  /** Folder of the backend, which contains `.pulumi`. */
  readonly state: string;
  readonly project: string;
  readonly stacks: readonly string[];
  /** Command that releases the locks. */
  readonly unlock: string;
  readonly announce: (message: string) => void;
  /** @default 60000 */
  readonly waitMs?: number;
}

/**
 * Removes locks on this machine's stacks whose processes have provably ended, and waits for those that run:
 * the engine of a killed deployment finishes its operations.
 *
 * @throws LockedError when a lock stays
 */
export async function releaseEndedLocks(options: LocalLocksOptions): Promise<void> {
  const { state, project, stacks, unlock, announce, waitMs = finishMs } = options;
  for (const stack of stacks) {
    const folder = lockFolder(state, project, stack);
    const until = performance.now() + waitMs;
    let isTold = false;
    for (;;) {
      const locks = await locksIn(folder);
      const states = await Promise.all(locks.map(({ lock }) => ownerOf(lock)));
      for (const [index, { file, lock }] of locks.entries()) {
        if (states[index] !== "has ended") continue;
        await rm(file, { force: true });
        await rm(`${file}.attrs`, { force: true });
        announce(`Removed the lock of ${stack}: ${inWords(lock)}, which has ended`);
      }
      const left = locks.findIndex((_, index) => states[index] !== "has ended");
      if (left === -1) break;
      const text = `${stack} is locked by ${inWords(locks[left]!.lock)}, which ${states[left]!}`;
      if (states[left] !== "still runs" || performance.now() >= until) {
        throw new LockedError(`${text}. ${advice(unlock)}`);
      }
      if (!isTold) announce(`Waiting: ${text}`);
      isTold = true;
      await pause(Math.min(500, waitMs));
    }
  }
}

/**
 * Describes the locks on stacks, for the question whether to release them.
 *
 * @param state - folder of the backend
 * @throws LockedError when the process of one still runs on this machine
 */
export async function releasableLocks(
  state: string,
  project: string,
  stacks: readonly string[],
): Promise<string[]> {
  const found = stacks.map(async (stack) => {
    const locks = await locksIn(lockFolder(state, project, stack));
    return Promise.all(
      locks.map(async ({ lock }) => {
        const owner = await ownerOf(lock);
        const text = `${stack} is locked by ${inWords(lock)}, which ${owner}`;
        if (owner !== "still runs") return text;
        throw new LockedError(
          `${text}. No lock was released. Wait until the process has ended, or interrupt it with ` +
            `Ctrl-C or \`kill -INT ${lock.pid}\`: it finishes its operations and releases the lock.`,
        );
      }),
    );
  });
  return (await Promise.all(found)).flat();
}

const lockFolder = (state: string, project: string, stack: string): string =>
  join(state, ".pulumi", "locks", "organization", project, stack);

const advice = (unlock: string): string =>
  `Wait until nobody deploys the stack. If nobody does, release the lock: ${unlock}`;

async function locksIn(folder: string): Promise<{ file: string; lock: StackLock }[]> {
  // The backend keeps a file's attributes beside it, in `<file>.attrs` (gocloud.dev/blob/fileblob).
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const read = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      // It may be released, or not completely written yet.
      const text = await readFile(file, "utf8").catch(() => "");
      return text === "" ? [] : [{ file, lock: JSON.parse(text) as StackLock }];
    }),
  );
  return read.flat();
}

const inWords = ({ username, hostname, pid, timestamp }: StackLock): string =>
  `${username}@${hostname} (process ${pid}) since ${new Date(timestamp).toISOString()}`;

type Owner = "has ended" | "still runs" | "is on another machine";

/** The process that took a lock. One that started after it only has the same number. */
async function ownerOf({ pid, hostname: host, timestamp }: StackLock): Promise<Owner> {
  if (host !== hostname()) return "is on another machine";
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH" ? "has ended" : "still runs";
  }
  const startedAt = await startOf(pid);
  // The start is known to the second.
  const isLater = startedAt !== undefined && startedAt - 1_000 > Date.parse(timestamp);
  return isLater ? "has ended" : "still runs";
}

/** When a process started, in ms. `undefined` if it is not known. */
async function startOf(pid: number): Promise<number | undefined> {
  const env = { ...process.env, LC_ALL: "C" };
  const asked = promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], { env });
  const started = await asked.then(
    ({ stdout }) => Date.parse(stdout.trim()),
    () => Number.NaN,
  );
  return Number.isNaN(started) ? undefined : started;
}

/** Pulumi's errors about a lock name `pulumi cancel`, which may not be on PATH. Source: diy/lock.go, httpstate. */
const lockErrors =
  /Either wait for the other process\(es\) to end or delete the lock file with `pulumi cancel`\.|.*Another update is currently in progress.*/;

/** Adds the command that works here to an error about a lock. */
export function inMessageOfLocks(message: string, unlock: string): string {
  if (!lockErrors.test(message)) return message;
  const told = message.replace(/ ?Either wait for the other process.*`pulumi cancel`\./, "");
  return `${told}\n${advice(unlock)}`;
}
