/** What calls are counted by: fields of the access log, and the country, which only the edge's log has. */
export const dimensions = ["route", "caller", "apiKeyId", "country"] as const;

export type Dimension = (typeof dimensions)[number];

/** The calls of a region that have a value in common. */
export interface UsageRow {
  readonly region: string;
  readonly by: Dimension;
  /** `-` if the calls have none, such as those without a token. */
  readonly value: string;
  readonly calls: number;
  /** With a status of 4xx. */
  readonly refused: number;
  /** With a status of 5xx. */
  readonly failed: number;
  /** Of the responses' bodies. */
  readonly bytes: number;
  /** Of a call, in ms. */
  readonly meanMs: number;
  /** 99 % of the calls take at most this long, in ms. */
  readonly p99Ms: number;
}

/** The calls of a region in a part of the time. */
export interface Interval {
  readonly region: string;
  /** Its begin, in ms since 1970: a multiple of its length. */
  readonly start: number;
  readonly calls: number;
  readonly failed: number;
}

/** Who called what in a time. */
export interface Statistics {
  readonly environment: string;
  /** In ms since 1970. */
  readonly since: number;
  readonly until: number;
  readonly intervalMs: number;
  readonly rows: readonly UsageRow[];
  readonly intervals: readonly Interval[];
  /** What is missing, and why. */
  readonly notes: readonly string[];
}

const minuteMs = 60_000;
/** Lengths of intervals in minutes; whole parts of an hour or a day. */
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440];

/** A length of which at most 50 cover the time, in ms; a day for more than 50 days. */
export const intervalFor = (durationMs: number): number =>
  (lengths.find((length) => durationMs / (length * minuteMs) <= 50) ?? lengths.at(-1)!) * minuteMs;

/** Rows of all regions as one each. A percentile can't be added up: it is that of the slowest region. */
export function overRegions(rows: readonly UsageRow[]): UsageRow[] {
  const merged = new Map<string, UsageRow>();
  for (const row of rows) {
    const key = `${row.by} ${row.value}`;
    const other = merged.get(key);
    merged.set(key, other ? together(other, row) : { ...row, region: "all" });
  }
  return [...merged.values()].sort((a, b) => b.calls - a.calls || a.value.localeCompare(b.value));
}

const together = (a: UsageRow, b: UsageRow): UsageRow => ({
  ...a,
  calls: a.calls + b.calls,
  refused: a.refused + b.refused,
  failed: a.failed + b.failed,
  bytes: a.bytes + b.bytes,
  meanMs: (a.meanMs * a.calls + b.meanMs * b.calls) / (a.calls + b.calls),
  p99Ms: Math.max(a.p99Ms, b.p99Ms),
});
