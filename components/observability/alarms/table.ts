import type { AlarmThreshold } from "./threshold.ts";
import { thresholds } from "./thresholds.ts";

/** The table of docs/observability.md, which a test compares. Cells have no padding. */
export const alarmTable = (): string =>
  [
    ["alarm and runbook", "kind", "rings if", "in", "without data", "why"],
    ["---", "---", "---", "---", "---", "---"],
    ...Object.entries<AlarmThreshold>(thresholds).map(([name, row]) => [
      `[\`${name}\`](runbooks/${name}.md)`,
      row.severity,
      conditionOf(row),
      `${row.periodsToAlarm} of ${row.periods} × ${durationOf(row.periodSeconds)}`,
      missingData[row.missing],
      `${row.reason} (${row.source})`,
    ]),
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

function conditionOf({ namespace, metrics, math, comparison, threshold, unit }: AlarmThreshold) {
  const sign = comparison === "above" ? ">" : "<";
  const limit = `${sign} ${threshold.toLocaleString("en-US")} ${unit}`;
  const named = Object.values(metrics).map(
    (metric) => `${metric.statistic} of \`${metric.namespace ?? namespace}\` \`${metric.name}\``,
  );
  return math
    ? `${math.label} ${limit}: \`${math.expression}\` with ${named.join(", ")}`
    : `${named[0]!} ${limit}`;
}

const durationOf = (seconds: number): string => {
  if (seconds >= 86_400) return `${seconds / 86_400} d`;
  return seconds >= 3_600 ? `${seconds / 3_600} h` : `${seconds / 60} min`;
};

const missingData: Readonly<Record<AlarmThreshold["missing"], string>> = {
  notBreaching: "does not ring",
  breaching: "rings",
  ignore: "stays as it is",
  missing: "state is unknown",
};
