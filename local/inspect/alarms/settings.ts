import type { Properties, Resource } from "../../graph/resource.ts";

/** A metric of CloudWatch that an alarm asks for. */
interface AskedMetric {
  readonly namespace: string;
  readonly name: string;
  /** Such as `Sum`, `Average` or `p99`. */
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** When an alarm of CloudWatch rings. */
export interface AlarmSettings {
  /** By their ids in the expression. */
  readonly metrics: ReadonlyMap<string, AskedMetric>;
  readonly expression: string;
  /** Of the value. */
  readonly label: string;
  readonly periodSeconds: number;
  readonly periods: number;
  /** Breaching periods that it takes. */
  readonly needed: number;
  readonly missing: string;
  readonly threshold: number;
  /** `undefined` for comparisons with bands, which only AWS knows. */
  readonly breaches: ((value: number) => boolean) | undefined;
  /** Such as `p99 of Latency > 4000, in 2 of 3 periods of 60 s`. */
  readonly condition: string;
  /** Whether a part of a minute may tell it already: what is above a threshold stays so. */
  readonly countsRunningMinute: boolean;
}

const comparisons: Readonly<
  Record<string, readonly [sign: string, holds: (value: number, threshold: number) => boolean]>
> = {
  GreaterThanThreshold: [">", (value, threshold) => value > threshold],
  GreaterThanOrEqualToThreshold: ["≥", (value, threshold) => value >= threshold],
  LessThanThreshold: ["<", (value, threshold) => value < threshold],
  LessThanOrEqualToThreshold: ["≤", (value, threshold) => value <= threshold],
};

/** @param alarm - outputs of an `aws:cloudwatch/metricAlarm:MetricAlarm` */
export function readSettings(alarm: Properties): AlarmSettings {
  const comparison = String(alarm["comparisonOperator"]);
  const [sign, compare] = comparisons[comparison] ?? ["?", undefined];
  const threshold = Number(alarm["threshold"]);
  const { metrics, expression, label, periodSeconds } = readMetrics(alarm);
  const periods = Number(alarm["evaluationPeriods"] ?? 1);
  const needed = Number(alarm["datapointsToAlarm"] ?? periods);
  const sums = [...metrics.values()].some(({ statistic }) =>
    /^S(?:um|ampleCount)$/.test(statistic),
  );
  return {
    ...{ metrics, expression, label, periodSeconds, periods, needed, threshold },
    missing: String(alarm["treatMissingData"] ?? "missing"),
    breaches: compare && ((value) => compare(value, threshold)),
    condition: `${label} ${sign} ${threshold}, in ${needed} of ${periods} periods of ${periodSeconds} s`,
    countsRunningMinute: !(sums && comparison.startsWith("Less")),
  };
}

type ReadMetrics = Pick<AlarmSettings, "metrics" | "expression" | "label" | "periodSeconds">;

/** The metrics of an alarm by their ids; one without queries has a single one. */
function readMetrics(alarm: Properties): ReadMetrics {
  const queries = (alarm["metricQueries"] ?? []) as Properties[];
  if (queries.length === 0) {
    const metric = metricOf(alarm, alarm["statistic"] ?? alarm["extendedStatistic"]);
    const label = `${metric.statistic} of ${metric.name}`;
    const periodSeconds = Number(alarm["period"] ?? 60);
    return { metrics: new Map([["m", metric]]), expression: "m", label, periodSeconds };
  }
  const measured = queries.filter(({ metric }) => metric !== undefined);
  const metrics = measured.map(({ id, metric }) => {
    const declared = metric as Properties;
    return [String(id), metricOf(declared, declared["stat"])] as const;
  });
  const returned = queries.find(({ returnData }) => returnData === true);
  const expression = String(returned?.["expression"] ?? returned?.["id"] ?? "");
  const periods = measured.map(({ metric }) => Number((metric as Properties)["period"] ?? 60));
  const label = String(returned?.["label"] ?? expression);
  return { metrics: new Map(metrics), expression, label, periodSeconds: Math.max(60, ...periods) };
}

const metricOf = (declared: Properties, statistic: unknown): AskedMetric => ({
  namespace: String(declared["namespace"]),
  name: String(declared["metricName"]),
  statistic: String(statistic),
  dimensions: (declared["dimensions"] ?? {}) as Record<string, string>,
});

/** What alarms are about: the values of a dimension of a namespace's metrics. */
export const watchedNames = (
  resources: readonly Resource[],
  namespace: string,
  dimension: string,
): string[] =>
  resources
    .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
    .flatMap(({ outputs }) => [...readSettings(outputs).metrics.values()])
    .filter((metric) => metric.namespace === namespace)
    .flatMap(({ dimensions }) => dimensions[dimension] ?? []);
