import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Socket } from "node:net";

const run = promisify(execFile);

/** A process that has a TCP connection open. */
interface Holder {
  readonly pid: number;
  /** `127.0.0.1:50001->127.0.0.1:8080`: its own end first. */
  readonly connection: string;
}

/**
 * Reads the field output of lsof: a line per field, which its first letter names; `p` begins a process, `n` is the name
 * of a file. Source: lsof(8), "OUTPUT FOR OTHER PROGRAMS".
 */
export function readHolders(output: string): Holder[] {
  const holders: Holder[] = [];
  let pid = 0;
  for (const line of output.split("\n")) {
    if (line.startsWith("p")) pid = Number(line.slice(1));
    else if (line.startsWith("n")) holders.push({ pid, connection: line.slice(1) });
  }
  return holders;
}

/**
 * Whether the other end of a loopback connection belongs to a process that this user may see, and that this one has not
 * started. For systems without `/proc`, such as macOS. Where there is no lsof, every process is accepted.
 */
export async function isAcceptedByLsof({
  remotePort = 0,
  localPort = 0,
}: Socket): Promise<boolean> {
  // It ends with 1 if it found nothing.
  const listed = await run("lsof", ["-nPw", `-iTCP:${remotePort}`, "-Fpn"]).catch(() => undefined);
  const holders = readHolders(listed?.stdout ?? "");
  const ends = (from: number, to: number) => new RegExp(`:${from}->.*:${to}$`);
  const isOurs = ends(localPort, remotePort);
  // This process's own end is listed wherever lsof works.
  if (!holders.some((each) => each.pid === process.pid && isOurs.test(each.connection)))
    return true;
  const isTheirs = ends(remotePort, localPort);
  const theirs = holders.filter(({ connection }) => isTheirs.test(connection));
  const parents = await parentsOfAll();
  return theirs.length > 0 && !theirs.some(({ pid }) => isBelow(pid, process.pid, parents));
}

async function parentsOfAll(): Promise<ReadonlyMap<number, number>> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]);
  const lines = stdout.trim().split("\n");
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
}

function isBelow(pid: number, top: number, parents: ReadonlyMap<number, number>): boolean {
  const seen = new Set<number>();
  for (let at = parents.get(pid); at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === top) return true;
    seen.add(at);
  }
  return false;
}
