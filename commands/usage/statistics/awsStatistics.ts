import type { LogsEndpoint } from "../../trace/logsApi.ts";
import { type LogQuery, type QueryRow, runQuery } from "../../trace/runQuery.ts";
import {
  type Dimension,
  type Interval,
  intervalFor,
  type Statistics,
  type UsageRow,
} from "./statistics.ts";

export interface AwsUsage {
  readonly environment: string;
  readonly regions: readonly string[];
  readonly by: readonly Dimension[];
  /** In ms since 1970. */
  readonly since: number;
  readonly until: number;
  /** The distribution in front of the regions, whose log has countries. `undefined` without an edge. */
  readonly distributionId: string | undefined;
  readonly progress: (message: string) => void;
  /** @default AWS's */
  readonly endpoint?: LogsEndpoint;
  /** Pause between two readings of results, in ms: a region answers ten a second. @default 1,000 */
  readonly pollMs?: number;
}

/** Values of a dimension at most; each is a row. */
const mostRows = 1_000;

/**
 * Counts the lines of the regions' access logs by queries of Logs Insights: one for each dimension and one by time, in
 * all regions at once. Nothing is stored for it. A region that does not answer is left out with a note: it may be down.
 *
 * @throws TraceError if CloudWatch Logs refuses or ends a query in every region
 */
export async function awsStatistics(usage: AwsUsage): Promise<Statistics> {
  const { environment, regions, since, until, distributionId, progress } = usage;
  const intervalMs = intervalFor(until - since);
  const inLog = usage.by.filter((by) => by !== "country");
  const ask = async (region: string, text: string) => {
    const { endpoint, pollMs = 1_000 } = usage;
    const query: LogQuery = { region, text, since, limit: mostRows, pollMs };
    return runQuery(endpoint ? { ...query, endpoint } : query);
  };
  const ofRegions = regions.map(async (region) => {
    progress(`${region}: counting`);
    const [intervals, ...rows] = await Promise.all([
      ask(region, timeQuery(environment, intervalMs)),
      ...inLog.map((by) => ask(region, accessQuery(environment, by))),
    ]);
    progress(`${region}: done`);
    return {
      intervals: intervals!.map((row) => intervalOf(region, row)),
      rows: rows.flatMap((each, index) => each.map((row) => rowOf(region, inLog[index]!, row))),
    };
  });
  const wantsCountry = usage.by.includes("country");
  const ofEdge =
    wantsCountry && distributionId !== undefined
      ? ask(edgeRegion, countryQuery(distributionId))
      : Promise.resolve([]);
  const [asked, [edge]] = await Promise.all([
    Promise.allSettled(ofRegions),
    Promise.allSettled([ofEdge]),
  ]);
  const found = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const failures = [...asked, edge].flatMap((each) =>
    each.status === "rejected" ? [each.reason as Error] : [],
  );
  if (found.length === 0 && failures[0]) throw failures[0];
  const countries = edge.status === "fulfilled" ? edge.value : [];
  const full = inLog.filter((by) => found.some(({ rows }) => countOf(rows, by) >= mostRows));
  return {
    ...{ environment, since, until, intervalMs },
    intervals: found.flatMap(({ intervals }) => intervals),
    rows: [...found.flatMap(({ rows }) => rows), ...countries.map(countryRowOf)],
    notes: [
      ...failures.map(({ message }) => `Missing: ${message}`),
      ...(wantsCountry && distributionId === undefined
        ? ["No countries: only the log of an edge has them (docs/edge.md)."]
        : []),
      ...full.map((by) => `Only the ${mostRows} values of ${by} with most calls in a region.`),
    ],
  };
}

const countOf = (rows: readonly UsageRow[], by: Dimension): number =>
  rows.filter((row) => row.by === by).length;

/**
 * The access log's values are texts. `strcontains` returns 1 or 0, so a sum of it counts statuses by their first digit.
 * Source: CloudWatch Logs User Guide, "Boolean, comparison, numeric, datetime, and other functions".
 */
const classes = [
  'fields strcontains(concat("s", status), "s4") as isRefused',
  'fields strcontains(concat("s", status), "s5") as isFailed',
];

const query = (lines: readonly string[]): string => lines.join("\n| ");

const accessLogs = (environment: string): string =>
  `SOURCE logGroups(namePrefix: ['${environment}-access-'])`;

const accessQuery = (environment: string, by: Dimension): string =>
  query([
    accessLogs(environment),
    "filter ispresent(route)",
    ...classes,
    "stats count(*) as calls, sum(isRefused) as refused, sum(isFailed) as failed, sum(responseBytes) as bytes, " +
      `avg(durationMs) as meanMs, pct(durationMs, 99) as p99Ms by ${by}`,
    "sort calls desc",
    `limit ${mostRows}`,
  ]);

const timeQuery = (environment: string, intervalMs: number): string =>
  query([
    accessLogs(environment),
    "filter ispresent(route)",
    ...classes,
    `stats count(*) as calls, sum(isFailed) as failed by bin(${intervalMs / 60_000}m) as start`,
    "sort start asc",
    `limit ${mostRows}`,
  ]);

/** CloudFront's log, with its own names; it measures seconds. components/edge/accessLog.ts has the fields. */
const edgeRegion = "us-east-1";

const countryQuery = (distributionId: string): string =>
  query([
    `SOURCE logGroups(namePrefix: ['/aws/vendedlogs/cloudfront/${distributionId}'])`,
    'fields strcontains(concat("s", `sc-status`), "s4") as isRefused',
    'fields strcontains(concat("s", `sc-status`), "s5") as isFailed',
    "stats count(*) as calls, sum(isRefused) as refused, sum(isFailed) as failed, sum(`sc-bytes`) as bytes, " +
      "avg(`time-taken`) as meanS, pct(`time-taken`, 99) as p99S by `c-country` as country",
    "sort calls desc",
    `limit ${mostRows}`,
  ]);

const number = (row: QueryRow, field: string): number => Number(row[field]) || 0;

const rowOf = (region: string, by: Dimension, row: QueryRow): UsageRow => ({
  ...{ region, by, value: row[by] ?? "-" },
  calls: number(row, "calls"),
  refused: number(row, "refused"),
  failed: number(row, "failed"),
  bytes: number(row, "bytes"),
  meanMs: number(row, "meanMs"),
  p99Ms: number(row, "p99Ms"),
});

const countryRowOf = (row: QueryRow): UsageRow => ({
  ...rowOf("edge", "country", row),
  meanMs: number(row, "meanS") * 1_000,
  p99Ms: number(row, "p99S") * 1_000,
});

/** Logs Insights gives times in UTC, without saying so. */
const intervalOf = (region: string, row: QueryRow): Interval => ({
  region,
  start: Date.parse(`${(row["start"] ?? "").replace(" ", "T")}Z`),
  calls: number(row, "calls"),
  failed: number(row, "failed"),
});
