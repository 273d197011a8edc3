import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** An address on which a process listens, such as `127.0.0.1` and 8080. */
export interface Listener {
  readonly host: string;
  readonly port: number;
}

/** TCP addresses on which a process and its descendants listen. */
export function listenersOf(pid: number): Listener[] {
  const pids = descendantsOf(pid);
  return process.platform === "linux" ? fromProc(pids) : fromLsof(pids);
}

function descendantsOf(root: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).split("\n");
  const parents = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const found = [root];
  for (const parent of found) {
    found.push(...parents.filter(([, of]) => of === parent).map(([pid]) => pid));
  }
  return found;
}

const listenState = "0A";

function fromProc(pids: number[]): Listener[] {
  const inodes = new Set(pids.flatMap(socketInodes));
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === listenState && inodes.has(inode!))
      .map(([, local]) => {
        const [address, port] = local!.split(":") as [string, string];
        const isLoopback = address === "0100007F";
        return { host: isLoopback ? "127.0.0.1" : address, port: Number.parseInt(port, 16) };
      }),
  );
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      const [, inode] =
        /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? [];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return []; // The process has ended, or has just closed the descriptor.
  }
}

function fromLsof(pids: number[]): Listener[] {
  const args = ["-nP", "-iTCP", "-sTCP:LISTEN", "-a", "-Fn", "-p", pids.join(",")];
  const lines = execFileSync("lsof", args, { encoding: "utf8" }).split("\n");
  return lines
    .filter((line) => line.startsWith("n"))
    .map((line) => ({
      host: line.slice(1, line.lastIndexOf(":")),
      port: Number(line.slice(line.lastIndexOf(":") + 1)),
    }));
}
