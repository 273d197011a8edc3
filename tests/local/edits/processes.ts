import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Resident memory in MB. */
  readonly memoryMb: number;
  readonly command: string;
}

function allProcesses(): Process[] {
  const table = execFileSync("ps", ["-eo", "pid,ppid,rss,args"], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [, pid, parent, kib, command = ""] =
        /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), parent: Number(parent), memoryMb: Number(kib) / 1024, command };
    });
}

/** What a platform holds. */
export interface Holdings {
  /** Processes, with those of services and functions. */
  readonly processes: number;
  /** Open files and sockets of the platform's own process; 0 where the system doesn't tell. */
  readonly handles: number;
  /** Memory of the platform's own process. */
  readonly memoryMb: number;
}

/** @param pid - npm's process, which started the platform */
export function holdingsOf(pid: number): Holdings {
  const all = allProcesses();
  const below = (parent: number): Process[] =>
    all
      .filter((each) => each.parent === parent)
      .flatMap((each) => [each, ...below(each.pid)])
      .filter(({ command }) => !command.startsWith("ps "));
  const processes = below(pid);
  const platform = processes.find(({ command }) => command.includes("scripts/run.mjs start"))!;
  const descriptors = `/proc/${platform.pid}/fd`;
  return {
    processes: processes.length,
    handles: existsSync(descriptors) ? readdirSync(descriptors).length : 0,
    memoryMb: Math.round(platform.memoryMb),
  };
}
