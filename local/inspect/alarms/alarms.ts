import type { Datapoint, DescribedAlarm } from "../../apiTypes/alarms.ts";
import type { Properties, Resource } from "../../graph/resource.ts";
import type { InspectedRegion } from "../inspectedRegion.ts";
import { urnOf } from "../resources/urn.ts";
import { evaluate } from "./expression.ts";
import { isMeasured, measure, type MeasuredCall, type Metric } from "./measures.ts";

const comparisons: Readonly<
  Record<string, readonly [sign: string, holds: (value: number, threshold: number) => boolean]>
> = {
  GreaterThanThreshold: [">", (value, threshold) => value > threshold],
  GreaterThanOrEqualToThreshold: ["≥", (value, threshold) => value >= threshold],
  LessThanThreshold: ["<", (value, threshold) => value < threshold],
  LessThanOrEqualToThreshold: ["≤", (value, threshold) => value <= threshold],
};

/**
 * The alarms of CloudWatch that a region's stack declares. Those about calls of an API are computed from the calls that
 * were recorded; AWS also counts health checks.
 *
 * @param now - by `performance.now()`
 * @param isWhole - whether all calls since a moment are known
 */
export const describeAlarms = (
  region: InspectedRegion,
  calls: readonly MeasuredCall[],
  now: number,
  isWhole: (since: number) => boolean,
): DescribedAlarm[] =>
  region.resources
    .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
    .map((alarm) => describe(alarm, region.name, calls, now, isWhole));

function describe(
  alarm: Resource,
  region: string,
  calls: readonly MeasuredCall[],
  now: number,
  isWhole: (since: number) => boolean,
): DescribedAlarm {
  const { outputs } = alarm;
  const [sign, breaches] = comparisons[String(outputs["comparisonOperator"])] ?? ["?", undefined];
  const threshold = Number(outputs["threshold"]);
  const { metrics, expression, label, period } = readMetrics(outputs);
  const periods = Number(outputs["evaluationPeriods"] ?? 1);
  const needed = Number(outputs["datapointsToAlarm"] ?? periods);
  const known = {
    urn: urnOf(alarm, region),
    name: String(outputs["name"] ?? alarm.name),
    region,
    description: String(outputs["alarmDescription"] ?? ""),
    condition: `${label} ${sign} ${threshold}, in ${needed} of ${periods} periods of ${period} s`,
  };
  const missing = [...metrics.values()].find((metric) => !isMeasured(metric));
  const reason = missing
    ? `${missing.namespace} ${missing.name} is measured on AWS only.`
    : breaches === undefined || metrics.size === 0
      ? "This kind of alarm is evaluated on AWS only."
      : undefined;
  if (reason !== undefined || breaches === undefined) {
    return { ...known, state: "not measured", note: reason ?? "", datapoints: [] };
  }
  const treatsMissingAsBreach = outputs["treatMissingData"] === "breaching";
  const datapoints = Array.from({ length: periods }, (_, index): Datapoint => {
    const [from, to] = [now - (index + 1) * period * 1000, now - index * period * 1000];
    const within = calls.filter(({ endedAt }) => endedAt > from && endedAt <= to);
    const values = new Map([...metrics].map(([id, metric]) => [id, measure(metric, within)]));
    const value = evaluate(expression, values);
    const isBreaching = value === undefined ? treatsMissingAsBreach : breaches(value, threshold);
    return { secondsAgo: index * period, value: value ?? null, isBreaching };
  });
  const isAlarm = datapoints.filter(({ isBreaching }) => isBreaching).length >= needed;
  const isComplete = isWhole(now - periods * period * 1000);
  return {
    ...known,
    state: isAlarm ? "ALARM" : "OK",
    note: isComplete
      ? "Without the calls of health checks."
      : "Only some of the calls were recorded, because there were too many.",
    datapoints,
  };
}

interface ReadMetrics {
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Of the metrics' ids. */
  readonly expression: string;
  readonly label: string;
  /** Seconds. */
  readonly period: number;
}

/** The metrics of an alarm by their ids; one without queries has a single one. */
function readMetrics(alarm: Properties): ReadMetrics {
  const queries = (alarm["metricQueries"] ?? []) as Properties[];
  if (queries.length === 0) {
    const metric = metricOf(alarm, alarm["statistic"] ?? alarm["extendedStatistic"]);
    const label = `${metric.statistic} of ${metric.name}`;
    return {
      metrics: new Map([["m", metric]]),
      ...{ expression: "m", label, period: Number(alarm["period"] ?? 60) },
    };
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
  return { metrics: new Map(metrics), expression, label, period: Math.max(60, ...periods) };
}

const metricOf = (declared: Properties, statistic: unknown): Metric => ({
  namespace: String(declared["namespace"]),
  name: String(declared["metricName"]),
  statistic: String(statistic),
  dimensions: (declared["dimensions"] ?? {}) as Record<string, string>,
});
