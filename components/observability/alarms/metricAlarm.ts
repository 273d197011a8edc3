import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { describeAlarm } from "./runbooks.ts";
import type { AlarmOverride, AlarmThreshold, ThresholdMetric } from "./threshold.ts";
import { type AlarmName, thresholds } from "./thresholds.ts";

type Dimensions = Readonly<Record<string, pulumi.Input<string>>>;

/** What an alarm watches, and whom it tells. */
export interface WatchedMetric {
  /** Its row of the table. */
  readonly alarm: AlarmName;
  /** What it watches if there are several, such as a service's name; in its description. */
  readonly subject?: string;
  /** Dimensions of its metrics by namespace. @default none */
  readonly dimensions?: Readonly<Record<string, Dimensions>>;
  /** Begins the names of metrics of our own. @default none */
  readonly metricPrefix?: string;
  readonly override?: AlarmOverride | undefined;
  /** Notified when it starts and ends. @default nobody */
  readonly topicArns?: pulumi.Input<string>[] | undefined;
  /** Address of the folder with the runbooks. @default the project's own folder */
  readonly runbooks?: string | undefined;
}

/** An alarm of CloudWatch from a row of the table. */
export function createMetricAlarm(
  name: string,
  watched: WatchedMetric,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { alarm, subject, topicArns = [], runbooks } = watched;
  const row: AlarmThreshold = { ...thresholds[alarm], ...watched.override };
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      comparisonOperator: row.comparison === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
      evaluationPeriods: row.periods,
      datapointsToAlarm: row.periodsToAlarm,
      treatMissingData: row.missing,
      ...(topicArns.length > 0 ? { alarmActions: topicArns, okActions: topicArns } : {}),
      alarmDescription: describeAlarm(alarm, subject, runbooks),
      threshold: row.threshold,
      ...(row.math ? queriesOf(row, row.math, watched) : singleMetric(row, watched)),
    },
    opts,
  );
}

function singleMetric(row: AlarmThreshold, watched: WatchedMetric) {
  const [metric] = Object.values(row.metrics);
  const { stat, ...rest } = metricOf(row, metric!, watched);
  return { ...rest, ...(stat.startsWith("p") ? { extendedStatistic: stat } : { statistic: stat }) };
}

const queriesOf = (
  row: AlarmThreshold,
  math: NonNullable<AlarmThreshold["math"]>,
  watched: WatchedMetric,
) => ({
  metricQueries: [
    { id: "rate", ...math, returnData: true },
    ...Object.entries(row.metrics).map(([id, metric]) => ({
      id,
      metric: metricOf(row, metric, watched),
    })),
  ],
});

function metricOf(
  { namespace: common, periodSeconds }: AlarmThreshold,
  { name, statistic, namespace = common }: ThresholdMetric,
  { dimensions, metricPrefix }: WatchedMetric,
) {
  const own = dimensions?.[namespace];
  return {
    namespace,
    metricName: namespace === ownNamespace && metricPrefix ? `${metricPrefix}-${name}` : name,
    ...(own && { dimensions: own }),
    period: periodSeconds,
    stat: statistic,
  };
}

/** Namespace of the metrics that metric filters count. */
export const ownNamespace = "Palisade";
