// What the endpoints of logs return, for the page too: types only.

/** From the least to the worst. */
export type Level = "trace" | "debug" | "info" | "warn" | "error";

/** A log of this start. */
export interface LogSource {
  /** Such as `us-east-1/orders`. */
  readonly name: string;
  readonly bytes: number;
  /** Of the last line, ISO 8601. */
  readonly changed: string;
}

/** A line of a log as it was read. */
export interface LogLine {
  readonly source: string;
  /** ISO 8601; left out if the line tells none. */
  readonly time?: string;
  readonly level: Level;
  /** The message of a line of JSON, else the whole line. */
  readonly message: string;
  /** The other members of a line of JSON. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The gateway's id of the call that it belongs to, as in `GET calls/{id}`. */
  readonly requestId?: string;
  readonly correlationId?: string;
  /** Whether the line was longer than is shown. */
  readonly isCut?: true;
}

/** Lines that were found, the oldest first. */
export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** The `?before=` of the lines before these; left out at the beginning of all logs. */
  readonly next?: string;
  /** Whether the search ended because of its limit on bytes, with `next` to go on. */
  readonly isPartial: boolean;
}

/** New lines. */
export interface LogBatch {
  readonly lines: readonly LogLine[];
  /** Number of lines that were left out, and of logs with too many bytes. */
  readonly skipped: number;
}
