import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * A text without spaces that tells a process from an earlier or later one with the same id: on Linux its start in ticks since
 * the boot, elsewhere its start in seconds. A clock that is set, and sleep, do not change it.
 *
 * @returns `undefined` if it is not known, such as of a process of another user
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    return process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

async function fromProc(pid: number): Promise<string | undefined> {
  const [stat, boot] = await Promise.all(
    [`/proc/${pid}/stat`, "/proc/sys/kernel/random/boot_id"].map((file) => readFile(file, "utf8")),
  );
  // The name, in brackets, may contain anything. Source: proc(5), fields 3 "state" and 22 "starttime".
  const [state, ...others] = stat!.slice(stat!.lastIndexOf(")") + 2).split(" ");
  return state === "Z" ? "ended" : `${others[18]}@${boot!.trim()}`;
}

async function fromPs(pid: number): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], { env });
  const seconds = Date.parse(`${stdout.trim()} UTC`);
  return Number.isNaN(seconds) ? undefined : String(seconds);
}
