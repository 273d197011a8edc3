import { colours } from "../../../project/colours.ts";
import { table } from "../../table.ts";
import { type Dimension, overRegions, type Statistics, type UsageRow } from "./statistics.ts";

const titles: Readonly<Record<Dimension, string>> = {
  route: "route",
  caller: "caller",
  apiKeyId: "API key",
  country: "country",
};

/** Tables with bars, and a line of each region over the time. */
export function textReport(statistics: Statistics, by: readonly Dimension[], top: number): string {
  const { environment, since, until, notes } = statistics;
  const rows = overRegions(statistics.rows);
  const time = (at: number) => new Date(at).toISOString().slice(0, 16).replace("T", " ");
  return [
    `${environment}, ${time(since)} to ${time(until)} UTC`,
    overTime(statistics),
    ...by.flatMap((dimension) => {
      const own = rows.filter((row) => row.by === dimension);
      return own.length === 0 ? [] : [ranking(titles[dimension], own, top)];
    }),
    ...notes,
  ].join("\n\n");
}

const blocks = "▁▂▃▄▅▆▇█";

/** A character for each number, as high as its share of the greatest; a space for 0. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values, 1);
  return values
    .map((value) => (value === 0 ? " " : blocks[Math.ceil((value / most) * blocks.length) - 1]))
    .join("");
}

function overTime({ intervals, intervalMs, since, until }: Statistics): string {
  const regions = [...new Set(intervals.map(({ region }) => region))].sort();
  if (regions.length === 0) return "No calls.";
  const first = Math.floor(since / intervalMs);
  const count = Math.floor(until / intervalMs) - first + 1;
  const rows = regions.map((region) => {
    const own = intervals.filter((each) => each.region === region);
    const calls = Array.from({ length: count }, () => 0);
    for (const each of own) {
      const index = Math.floor(each.start / intervalMs) - first;
      if (index in calls) calls[index]! += each.calls;
    }
    const total = (of: "calls" | "failed") => own.reduce((sum, each) => sum + each[of], 0);
    return [region, whole(total("calls")), whole(total("failed")), `│${sparkline(calls)}│`];
  });
  return table(["region", "calls", "5xx", `calls in each ${lengthOf(intervalMs)}`], rows);
}

function lengthOf(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 60) return minutes === 1 ? "minute" : `${minutes} minutes`;
  return minutes === 60 ? "hour" : `${minutes / 60} hours`;
}

const barWidth = 20;

function ranking(title: string, rows: readonly UsageRow[], top: number): string {
  const most = Math.max(...rows.map(({ calls }) => calls));
  const shown = rows
    .slice(0, top)
    .map((row) => [
      visible(row.value),
      whole(row.calls),
      "█".repeat(Math.max(1, Math.round((row.calls / most) * barWidth))),
      share(row.refused, row.calls),
      share(row.failed, row.calls),
      `${whole(row.meanMs)} ms`,
      `${whole(row.p99Ms)} ms`,
      size(row.bytes),
    ]);
  const left = rows.length - shown.length;
  const text = table([title, "calls", "", "4xx", "5xx", "mean", "99 % within", "sent"], shown);
  return left > 0 ? `${text}\n${colours.dim(`… and ${left} more: --top ${rows.length}`)}` : text;
}

/** Clients choose some values: no control characters in the terminal. */
const visible = (value: string): string =>
  value === "-" ? "(none)" : value.replaceAll(/[^\x20-\x7e\xa0-\uffff]/g, "?").slice(0, 60);

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

function share(part: number, all: number): string {
  if (part === 0) return "-";
  const percent = (part / all) * 100;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

const columns = [
  "region",
  "by",
  "value",
  "calls",
  "refused",
  "failed",
  "bytes",
  "meanMs",
  "p99Ms",
] as const satisfies readonly (keyof UsageRow)[];

/** A row for each region, dimension and value, with a head. */
export const csvReport = ({ rows }: Statistics): string =>
  [columns.join(","), ...rows.map((row) => columns.map((name) => cell(row[name])).join(","))].join(
    "\n",
  );

/** A text that a spreadsheet would compute is marked as one. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  const text = value.length > 1 && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
