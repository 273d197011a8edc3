import type { FoundLines, LogLine } from "../../apiTypes/logs.ts";
import { type FileHandle, open } from "node:fs/promises";
import { ControlError } from "../../control/index.ts";
import { isHidden, type LogQuery, matchingLine } from "./filter.ts";
import { type FileLine, readBackwards } from "./readBackwards.ts";
import { fileOf } from "./sources.ts";

/** Bytes that one search reads, over all logs. */
const maxBytes = 32 * 1_048_576;

interface SearchOptions {
  /** Folder of the logs. */
  readonly folder: string;
  /** Names of logs. */
  readonly sources: readonly string[];
  readonly query: LogQuery;
  readonly limit: number;
  /** `next` of an earlier search. */
  readonly before: string | null;
}

/** A log that is read from its end. */
interface Reading {
  readonly source: string;
  readonly file: FileHandle;
  readonly lines: AsyncGenerator<FileLine>;
  /** The latest matching line that was not taken yet. */
  found: { readonly line: LogLine; readonly start: number; readonly time: number } | undefined;
  /** Lines from this offset on were looked at. */
  offset: number;
  /** Time of the line after it, for lines without a time of their own. */
  time: number;
  isOver: boolean;
}

/** The last lines of several logs, in the order of their times. @throws ControlError 400 for an unknown cursor */
export async function searchLogs(options: SearchOptions): Promise<FoundLines> {
  const { folder, sources, query, limit } = options;
  const offsets = readCursor(options.before);
  let bytes = 0;
  const readings: Reading[] = [];
  try {
    for (const source of sources) {
      const file = await open(fileOf(folder, source)).catch(() => undefined);
      if (!file) continue;
      const { size, mtimeMs } = await file.stat();
      const offset = Math.min(size, offsets.get(source) ?? size);
      const lines = readBackwards(file, offset, (read) => (bytes += read));
      readings.push({
        ...{ source, file, lines, offset, time: mtimeMs },
        ...{ found: undefined, isOver: false },
      });
    }
    const taken: LogLine[] = [];
    while (taken.length < limit) {
      for (const reading of readings) await lookBack(reading, query, () => bytes > maxBytes);
      const latest = latestOf(readings);
      // A log that was not read to its next match may have a later one.
      if (!latest?.found || readings.some((each) => !each.found && !each.isOver)) break;
      taken.push(latest.found.line);
      latest.offset = latest.found.start;
      latest.found = undefined;
    }
    const isAll = readings.every(({ isOver, found }) => isOver && !found);
    return {
      lines: taken.reverse(),
      ...(!isAll && { next: cursorOf(readings) }),
      isPartial: taken.length < limit && !isAll,
    };
  } finally {
    await Promise.all(readings.map(({ file }) => file.close()));
  }
}

/** Reads a log back to the next matching line. */
async function lookBack(reading: Reading, query: LogQuery, isEnough: () => boolean): Promise<void> {
  while (!reading.found && !reading.isOver && !isEnough()) {
    const { value, done } = await reading.lines.next();
    if (done) {
      reading.isOver = true;
      reading.offset = 0;
      return;
    }
    const line = matchingLine(reading.source, value, query);
    if (line?.time !== undefined) reading.time = Date.parse(line.time);
    if (line && !isHidden(line, query))
      reading.found = { line, start: value.start, time: reading.time };
    else reading.offset = value.start;
  }
}

const latestOf = (readings: readonly Reading[]): Reading | undefined =>
  readings.reduce<Reading | undefined>((latest, reading) => {
    if (!reading.found) return latest;
    return latest?.found && latest.found.time >= reading.found.time ? latest : reading;
  }, undefined);

const cursorOf = (readings: readonly Reading[]): string =>
  Buffer.from(
    JSON.stringify(Object.fromEntries(readings.map(({ source, offset }) => [source, offset]))),
  ).toString("base64url");

function readCursor(cursor: string | null): ReadonlyMap<string, number> {
  if (cursor === null || cursor === "") return new Map();
  try {
    const offsets: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const entries = Object.entries(offsets as object) as [string, number][];
    if (entries.every(([, offset]) => Number.isSafeInteger(offset) && offset >= 0)) {
      return new Map(entries);
    }
  } catch {
    // Not a cursor.
  }
  throw new ControlError(400, "The parameter ?before= is no cursor. Use `next` of a response.");
}
