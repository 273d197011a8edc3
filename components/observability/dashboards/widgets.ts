import type * as pulumi from "@pulumi/pulumi";
import type { Thresholds } from "../alarms/overridden.ts";
import type { AlarmName } from "../alarms/thresholds.ts";
import type {
  AlarmWidget,
  Annotation,
  Drawing,
  MetricProperties,
  MetricRow,
  MetricWidget,
  TextWidget,
  Widget,
} from "./body.ts";

export type Dimensions = Readonly<Record<string, pulumi.Input<string>>>;

/** A metric of CloudWatch with its dimensions. */
export const metric = (
  namespace: string,
  name: string,
  dimensions: Dimensions = {},
  drawing: Drawing = {},
): MetricRow => [namespace, name, ...Object.entries(dimensions).flat(), drawing];

/** A widget with a line for each metric. `undefined` without metrics: the region lacks what it would show. */
export function graph(
  title: string,
  metrics: readonly MetricRow[],
  { width = 8, ...more }: Partial<MetricProperties> & { region: string; width?: number },
): MetricWidget | undefined {
  if (metrics.length === 0) return undefined;
  return {
    type: "metric",
    ...{ width, height: 6 },
    properties: {
      title,
      view: "timeSeries",
      stat: "Sum",
      period: 60,
      metrics,
      yAxis: { left: { min: 0 } },
      ...more,
    },
  };
}

const colors = { page: "#d62728", ticket: "#ff7f0e" } as const;

/** Lines at which these alarms ring, as far as the region has them. */
export function annotate(
  thresholds: Thresholds,
  ...alarms: AlarmName[]
): Pick<MetricProperties, "annotations"> {
  const horizontal = alarms.flatMap((alarm): Annotation[] => {
    const row = thresholds[alarm];
    if (!row) return [];
    return [
      {
        value: row.threshold,
        label: `${alarm}: ${row.periodsToAlarm} of ${row.periods} ${row.comparison}`,
        color: colors[row.severity],
      },
    ];
  });
  return horizontal.length > 0 ? { annotations: { horizontal } } : {};
}

/** At most 100 alarms a widget. */
export const alarmWidgets = (title: string, arns: readonly pulumi.Input<string>[]): AlarmWidget[] =>
  chunks(arns, 100).map((alarms) => ({
    type: "alarm",
    width: 24,
    // A row shows six alarms.
    height: Math.min(20, 1 + Math.ceil(alarms.length / 6)),
    properties: { title, alarms },
  }));

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** Widgets with a heading. */
export interface Section {
  readonly heading: string;
  /** `undefined` is left out. */
  readonly widgets: readonly (Widget | undefined)[];
}

export const heading = (markdown: string): TextWidget => ({
  type: "text",
  ...{ width: 24, height: 1 },
  properties: { markdown, background: "transparent" },
});
