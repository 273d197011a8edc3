import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mbPerVcpu } from "../../commands/tune/estimate.ts";

/** Length of the kernel's accounting period in µs. Lambda's own is not documented. */
const periodUs = 20_000;

const unified = "/sys/fs/cgroup/cgroup.controllers";

/** Limits processors of processes by control groups of Linux, for which the user must be root. */
export class ProcessorShares {
  readonly #folders: string[] = [];

  /** Why this machine can't limit processes; `undefined` if it can. */
  static get obstacle(): string | undefined {
    if (process.platform !== "linux") return "only Linux has control groups";
    if (process.getuid?.() !== 0) return "only root may create control groups";
    const folder = shareFolder(`palisade-probe-${process.pid}`);
    try {
      mkdirSync(folder);
      const limits = existsSync(join(folder, limitFile()));
      rmdirSync(folder);
      return limits ? undefined : "the control groups here have no processor limit";
    } catch (error) {
      return (error as Error).message;
    }
  }

  /**
   * Gives the processes of a function the share that Lambda gives to its environments.
   *
   * @param environments - execution environments, which share the processes here
   */
  limit(name: string, memoryMb: number, environments: number): void {
    const folder = shareFolder(`palisade-${process.pid}-${name}`);
    if (!this.#folders.includes(folder)) {
      mkdirSync(folder);
      this.#folders.push(folder);
    }
    const quotaUs = Math.round((environments * periodUs * memoryMb) / mbPerVcpu);
    if (existsSync(unified)) writeFileSync(join(folder, "cpu.max"), `${quotaUs} ${periodUs}`);
    else {
      writeFileSync(join(folder, "cpu.cfs_period_us"), String(periodUs));
      writeFileSync(join(folder, "cpu.cfs_quota_us"), String(quotaUs));
    }
    for (const pid of processesOf(name)) writeFileSync(join(folder, "cgroup.procs"), String(pid));
  }

  /** Removes the groups, once their processes have ended. */
  async close(): Promise<void> {
    for (const folder of this.#folders) {
      for (let attempt = 0; existsSync(folder) && attempt < 50; attempt++) {
        try {
          rmdirSync(folder);
        } catch {
          await pause(100);
        }
      }
      if (existsSync(folder)) console.error(`${folder} is left: remove it with rmdir.`);
    }
  }
}

const limitFile = () => (existsSync(unified) ? "cpu.max" : "cpu.cfs_quota_us");

const shareFolder = (name: string): string =>
  existsSync(unified) ? join("/sys/fs/cgroup", name) : join("/sys/fs/cgroup/cpu", name);

/** Processes that run a function: they work in its code's folder, which has its name. */
function processesOf(name: string): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        return new RegExp(`/[^/]*-${name}-proxy[^/]*$`).test(readlinkSync(`/proc/${pid}/cwd`));
      } catch {
        return false; // It has ended, or belongs to somebody else.
      }
    });
}
