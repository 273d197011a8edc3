import { open } from "node:fs/promises";
import { fileOf, logSources } from "../inspect/logs/sources.ts";

/** Bytes of one log that are read at a time. */
const chunkBytes = 1_048_576;

/** A whole line of a log. */
export interface ReadLine {
  /** Name of its log, such as `us-east-1/orders`. */
  readonly log: string;
  readonly text: string;
  /** The same at each reading. */
  readonly id: string;
}

/** Reads each line of a folder's logs once, from their beginnings. */
export class NewLines {
  readonly #folder: string;
  readonly #offsets = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the next whole lines, up to one chunk of each log; none if nothing was written */
  async read(includes: (log: string) => boolean): Promise<ReadLine[]> {
    const sources = (await logSources(this.#folder)).filter(({ name }) => includes(name));
    return (await Promise.all(sources.map(({ name, bytes }) => this.#readLog(name, bytes)))).flat();
  }

  async #readLog(log: string, bytes: number): Promise<ReadLine[]> {
    const offset = this.#offsets.get(log) ?? 0;
    if (bytes <= offset) {
      // It was emptied.
      if (bytes < offset) this.#offsets.set(log, 0);
      return [];
    }
    const file = await open(fileOf(this.#folder, log)).catch(() => undefined);
    if (!file) return [];
    try {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(chunkBytes),
        0,
        chunkBytes,
        offset,
      );
      const end = buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1;
      // A line that fills a chunk is left out.
      this.#offsets.set(log, offset + (end === 0 && bytesRead === chunkBytes ? bytesRead : end));
      return linesOf(log, buffer.subarray(0, end), offset);
    } finally {
      await file.close();
    }
  }
}

function linesOf(log: string, whole: Buffer, offset: number): ReadLine[] {
  const lines: ReadLine[] = [];
  for (let start = 0; start < whole.length;) {
    const end = whole.indexOf("\n", start);
    const text = whole.toString("utf8", start, end);
    if (text.trim() !== "") lines.push({ log, text, id: `${log}:${offset + start}` });
    start = end + 1;
  }
  return lines;
}
