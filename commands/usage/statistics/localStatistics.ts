import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { UsageError } from "../usageError.ts";
import {
  type Dimension,
  type Interval,
  intervalFor,
  type Statistics,
  type UsageRow,
} from "./statistics.ts";

interface Period {
  /** In ms since 1970. @default the platform's start */
  readonly since?: number | undefined;
  readonly until: number;
}

/**
 * Counts the lines of the access logs of the last start on this machine.
 *
 * @param root - the project's folder
 * @param region - all regions if left out
 * @throws UsageError if nothing was started yet, or the region was not
 */
export async function localStatistics(
  root: string,
  period: Period,
  by: readonly Dimension[],
  region?: string,
): Promise<Statistics> {
  const folder = await lastLogs(root);
  const { until } = period;
  const since = period.since ?? startOf(folder) ?? until - dayMs;
  const regions = await regionsIn(folder);
  if (region !== undefined && !regions.includes(region)) {
    throw new UsageError(`Region "${region}" has no logs. Use one of: ${regions.join(", ")}.`);
  }
  const intervalMs = intervalFor(until - since);
  const counted = await Promise.all(
    (region === undefined ? regions : [region]).map(async (name) => {
      const counts = new RegionCounts(name, by, intervalMs);
      for (const file of ["access.log", "access/Canary.log"]) {
        for await (const line of linesOf(join(folder, name, file))) {
          const call = callIn(line);
          if (call && call.timestamp >= since && call.timestamp <= until) counts.add(call);
        }
      }
      return counts;
    }),
  );
  return {
    environment: "local",
    ...{ since, until, intervalMs },
    rows: counted.flatMap((each) => each.rows()),
    intervals: counted.flatMap((each) => each.intervals()),
    notes: by.includes("country") ? ["Calls on one machine have no country."] : [],
  };
}

async function lastLogs(root: string): Promise<string> {
  const parent = join(root, ".local", "logs");
  const last = (await readdir(parent).catch(() => [])).sort().at(-1);
  if (last !== undefined) return join(parent, last);
  throw new UsageError(
    `There are no logs in ${parent}. Start the platform with "npm start", or name a deployed one with --env.`,
  );
}

const dayMs = 86_400_000;

/** From the folder's name, such as `2026-11-30T21-55-05-813Z-6964`. */
function startOf(folder: string): number | undefined {
  const [, day, ...parts] =
    /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-\d{3}Z/.exec(basename(folder)) ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${parts.join(":")}Z`);
}

const regionsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(name)).sort();

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** A line of the access log, with the names of docs/logs.md. */
interface Call {
  readonly timestamp: number;
  readonly status: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** @returns `undefined` for a line of something else, or one that is still being written */
function callIn(line: string): Call | undefined {
  try {
    const values = JSON.parse(line) as Record<string, unknown>;
    const timestamp = Number(values["timestamp"]);
    if (Number.isNaN(timestamp) || values["route"] === undefined) return undefined;
    return {
      timestamp,
      status: String(values["status"]),
      bytes: Number(values["responseBytes"]) || 0,
      durationMs: Number(values["durationMs"]) || 0,
      values,
    };
  } catch {
    return undefined;
  }
}

interface Counts {
  refused: number;
  failed: number;
  bytes: number;
  readonly durationsMs: number[];
}

class RegionCounts {
  readonly #region: string;
  readonly #by: readonly Dimension[];
  readonly #intervalMs: number;
  readonly #counts = new Map<Dimension, Map<string, Counts>>();
  readonly #intervals = new Map<number, { calls: number; failed: number }>();

  constructor(region: string, by: readonly Dimension[], intervalMs: number) {
    this.#region = region;
    this.#by = by.filter((dimension) => dimension !== "country");
    this.#intervalMs = intervalMs;
  }

  add(call: Call): void {
    const isFailed = call.status.startsWith("5") ? 1 : 0;
    const start = Math.floor(call.timestamp / this.#intervalMs) * this.#intervalMs;
    const interval = this.#intervals.get(start) ?? { calls: 0, failed: 0 };
    interval.calls += 1;
    interval.failed += isFailed;
    this.#intervals.set(start, interval);
    for (const by of this.#by) {
      const counts = this.#countsOf(by, String(call.values[by] ?? "-"));
      counts.refused += call.status.startsWith("4") ? 1 : 0;
      counts.failed += isFailed;
      counts.bytes += call.bytes;
      counts.durationsMs.push(call.durationMs);
    }
  }

  #countsOf(by: Dimension, value: string): Counts {
    const values = this.#counts.get(by) ?? new Map<string, Counts>();
    this.#counts.set(by, values);
    const counts = values.get(value) ?? { refused: 0, failed: 0, bytes: 0, durationsMs: [] };
    values.set(value, counts);
    return counts;
  }

  rows(): UsageRow[] {
    return [...this.#counts].flatMap(([by, values]) =>
      [...values].map(([value, { durationsMs, ...counts }]) => ({
        ...{ region: this.#region, by, value, calls: durationsMs.length, ...counts },
        meanMs: durationsMs.reduce((sum, each) => sum + each, 0) / durationsMs.length,
        p99Ms: percentile(durationsMs, 0.99),
      })),
    );
  }

  intervals(): Interval[] {
    return [...this.#intervals]
      .map(([start, counts]) => ({ region: this.#region, start, ...counts }))
      .sort((a, b) => a.start - b.start);
  }
}

/** The least of the values that at least this share of them does not exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1]!;
}
