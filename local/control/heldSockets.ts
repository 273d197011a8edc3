import { readdir, readFile, readlink } from "node:fs/promises";

/**
 * Whether a process that another one has started, itself or through others, holds a socket. Linux only.
 *
 * @param pid - the process at the top, which does not count itself
 * @param inode - the socket's number in `/proc/net/tcp`
 */
export async function isHeldBelow(pid: number, inode: string): Promise<boolean> {
  const held = (await processesBelow(pid)).map((process) => holds(process, inode));
  return (await Promise.all(held)).includes(true);
}

async function processesBelow(pid: number): Promise<number[]> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(parentOf));
  const below = new Set([pid]);
  // Parents may have later numbers than their children, once numbers are used again.
  for (let before = 0; before < below.size;) {
    before = below.size;
    for (const [index, process] of all.entries()) {
      if (below.has(parents[index]!)) below.add(process);
    }
  }
  below.delete(pid);
  return [...below];
}

/** Source: proc_pid_stat(5): the name in brackets may contain anything; the state and the parent follow it. */
async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return Number(/^.*\) \S (\d+) /s.exec(stat)?.[1] ?? 0);
}

async function holds(pid: number, inode: string): Promise<boolean> {
  // A process may end meanwhile.
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => ""));
  return (await Promise.all(targets)).includes(`socket:[${inode}]`);
}
