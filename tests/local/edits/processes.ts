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
  /** Its processes by kind, but for those of functions; `ended` are those of whose end nobody took note. */
  readonly processes: Readonly<Record<string, number>>;
  /** Processes of functions, which come and go with the load. */
  readonly instances: number;
  /** Open files and sockets of the platform's own process; 0 where the system doesn't tell. */
  readonly handles: number;
  /** Memory of the platform's own process. */
  readonly memoryMb: number;
}

/** Kinds of processes by what their commands have. */
const kinds: readonly (readonly [text: string, kind: string])[] = [
  ["<defunct>", "ended"],
  ["--permission", "instance"],
  ["reaper.mjs", "reaper"],
  ["guard/program.py", "endpoint"],
  ["esbuild --service", "bundler"],
  ["server.js", "service"],
];

/** @param pid - npm's process, which started the platform */
export function holdingsOf(pid: number): Holdings {
  const all = allProcesses();
  const below = (parent: number): Process[] =>
    all
      .filter((each) => each.parent === parent)
      .flatMap((each) => [each, ...below(each.pid)])
      .filter(({ command }) => !command.startsWith("ps "));
  const platform = below(pid).find(({ command }) => command.includes("scripts/run.mjs start"))!;
  const counts: Record<string, number> = {};
  for (const { command } of below(platform.pid)) {
    const kind = kinds.find(([text]) => command.includes(text))?.[1] ?? command;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const { instance: instances = 0, ...processes } = counts;
  const descriptors = `/proc/${platform.pid}/fd`;
  return {
    processes,
    instances,
    handles: existsSync(descriptors) ? readdirSync(descriptors).length : 0,
    memoryMb: Math.round(platform.memoryMb),
  };
}
