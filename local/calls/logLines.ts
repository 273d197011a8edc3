import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { LogLine } from "./record.ts";

const defaultSearchedBytes = 16 * 1024 * 1024;

/** Lines that are returned at most, and bytes of each. */
const mostLines = 200;
const mostBytesOfLine = 8 * 1024;

const mostDropped = 10;
const mostLast = 10;

/** Shorter ids, which clients may choose, are in lines about anything. */
const leastLength = 8;

/**
 * The lines of all logs of a start that have one of the ids, in the order of their logs' names.
 *
 * @param folder - of the start's logs
 * @param searchedBytes - at the end of each log. @default 16 MB
 */
export async function linesAbout(
  folder: string,
  ids: readonly string[],
  searchedBytes = defaultSearchedBytes,
): Promise<LogLine[]> {
  const wanted = [...new Set(ids)].filter(({ length }) => length >= leastLength);
  if (wanted.length === 0) return [];
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const logs = files.filter((file) => file.endsWith(".log")).sort();
  const found: LogLine[] = [];
  for (const file of logs) {
    const end = await endOf(join(folder, file), searchedBytes).catch(() => Buffer.alloc(0));
    for (const line of linesIn(end, wanted))
      found.push({ log: file.slice(0, -".log".length), line });
  }
  return found.slice(0, mostLines);
}

/**
 * Lines about connections of a function that the region's network has dropped. They were written once, maybe for an
 * earlier call.
 *
 * @param functionName - its name in AWS, which begins with the one in the program
 */
export async function droppedConnections(
  folder: string,
  region: string,
  functionName: string,
): Promise<LogLine[]> {
  const log = `${region}/network`;
  const text = await endOf(join(folder, `${log}.log`)).catch(() => "");
  const isAbout = (line: string) => {
    const [, name] = /^The network drops connections: function "([^"]+)"/.exec(line) ?? [];
    return name !== undefined && functionName.startsWith(name);
  };
  const lines = text.toString().split("\n").filter(isAbout);
  return lines.slice(-mostDropped).map((line) => ({ log, line }));
}

/** The last lines of a log, such as of a service that has ended. */
export async function lastLinesOf(folder: string, log: string): Promise<LogLine[]> {
  const text = await endOf(join(folder, `${log}.log`)).catch(() => "");
  const lines = text
    .toString()
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "");
  return lines.slice(-mostLast).map((line) => ({ log: `${log} (last lines)`, line }));
}

async function endOf(file: string, searchedBytes = defaultSearchedBytes): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - searchedBytes);
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    );
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The search is for bytes: making texts of whole logs would take much longer. */
function linesIn(bytes: Buffer, ids: readonly string[]): string[] {
  const starts = new Set<number>();
  for (const id of ids) {
    for (let at = bytes.indexOf(id); at !== -1 && starts.size < mostLines;) {
      const end = endOfLine(bytes, at);
      starts.add(bytes.lastIndexOf(newline, at) + 1);
      at = bytes.indexOf(id, end);
    }
  }
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) =>
      bytes.subarray(start, Math.min(endOfLine(bytes, start), start + mostBytesOfLine)),
    )
    .map((line) => line.toString());
}

const newline = 10;

function endOfLine(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(newline, from);
  return end === -1 ? bytes.length : end;
}
