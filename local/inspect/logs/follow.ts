import type { LogBatch, LogLine } from "../../apiTypes/logs.ts";
import { open } from "node:fs/promises";
import { EventStream } from "../../control/eventStream.ts";
import { isHidden, type LogQuery, matchingLine } from "./filter.ts";
import { maxLineBytes } from "./readBackwards.ts";
import { fileOf, logSources } from "./sources.ts";

/** Time between two looks at the files, in ms. */
const intervalMs = 300;

/** Bytes of one log that are read in one look; what is more is left out. */
const maxBytes = 1_048_576;

/** Lines that are sent after one look; the last ones. */
const maxLines = 500;

/** Time that a line waits for the end of its call, in ms: a little longer than a health check takes. */
const maxWaitMs = 2_500;

interface FollowOptions {
  readonly folder: string;
  /** Whether a log is followed. Logs that come later are asked for as well. */
  readonly includes: (source: string) => boolean;
  readonly query: LogQuery;
  /** Removes secrets. */
  readonly clean: (line: LogLine) => LogLine;
}

/** A stream of batches of the lines that are written from now on. */
export const followLogs = (options: FollowOptions): EventStream =>
  new EventStream((send) => {
    const follower = new Follower(options);
    let looking: Promise<void> | undefined;
    const look = async () => {
      const batch = await follower.look();
      if (batch.lines.length > 0 || batch.skipped > 0) send(batch);
    };
    const lookOnce = () => {
      // A log that can't be read now is read the next time.
      looking ??= look()
        .catch(() => {})
        .finally(() => (looking = undefined));
    };
    lookOnce();
    const timer = setInterval(lookOnce, intervalMs);
    return () => clearInterval(timer);
  });

/** Reads what was written since the look before. */
export class Follower {
  readonly #options: FollowOptions;
  /** Up to where each log was read. */
  readonly #offsets = new Map<string, number>();
  #waiting: readonly { readonly line: LogLine; readonly until: number }[] = [];
  #isFirst = true;

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  async look(): Promise<LogBatch> {
    const { folder, includes, clean } = this.#options;
    const lines: LogLine[] = [];
    let skipped = 0;
    for (const { name, bytes } of await logSources(folder)) {
      if (!includes(name)) continue;
      let offset = this.#offsets.get(name) ?? (this.#isFirst ? bytes : 0);
      // It was emptied.
      if (bytes < offset) offset = 0;
      if (bytes - offset > maxBytes) {
        skipped++;
        offset = bytes - maxBytes;
      }
      this.#offsets.set(name, offset);
      if (bytes > offset) lines.push(...(await this.#read(name, offset, bytes)));
    }
    this.#isFirst = false;
    skipped += Math.max(0, lines.length - maxLines);
    const sorted = lines.sort((one, other) => (one.time ?? "").localeCompare(other.time ?? ""));
    return { lines: this.#withoutChecks(sorted.slice(-maxLines)).map(clean), skipped };
  }

  /** Lines of calls in progress wait until it is known whether their call is a health check that is hidden. */
  #withoutChecks(lines: readonly LogLine[]): LogLine[] {
    const { query } = this.#options;
    const now = performance.now();
    const waiting = [...this.#waiting, ...lines.map((line) => ({ line, until: now + maxWaitMs }))];
    this.#waiting = waiting.filter(
      ({ line, until }) => until > now && isHidden(line, query) === undefined,
    );
    return waiting
      .filter((each) => !this.#waiting.includes(each) && isHidden(each.line, query) !== true)
      .map(({ line }) => line);
  }

  /** Reads whole lines only; the rest is read when its end is there. */
  async #read(source: string, offset: number, end: number): Promise<LogLine[]> {
    const file = await open(fileOf(this.#options.folder, source)).catch(() => undefined);
    if (!file) return [];
    try {
      const size = end - offset;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, offset);
      const whole = buffer.subarray(0, buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1);
      // A line that fills a whole look is left out.
      const read = whole.length === 0 && size >= maxBytes ? size : whole.length;
      this.#offsets.set(source, offset + read);
      return whole
        .toString("utf8")
        .split("\n")
        .flatMap((text) => {
          const line = { text: text.slice(0, maxLineBytes), isCut: text.length > maxLineBytes };
          return matchingLine(source, line, this.#options.query) ?? [];
        });
    } finally {
      await file.close();
    }
  }
}
