import type { OptionFault } from "../../shared/errors.ts";
import {
  between,
  check,
  flag,
  input,
  isObject,
  type JointCheck,
  listOf,
  oneOf,
  type OptionRules,
  options,
  optionsBy,
  required,
  type Rule,
  text,
  whole,
} from "../../shared/options.ts";
import { region } from "../../shared/rules.ts";
import type {
  AlarmWidget,
  Annotation,
  DashboardBody,
  Drawing,
  Expression,
  MetricProperties,
  MetricRow,
  Placed,
  TextWidget,
} from "./body.ts";

/*
 * What CloudWatch accepts as a dashboard's body, for the widgets that ours have. Properties that `body.ts` lacks are refused.
 * Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax".
 */

const columns = 24;

const grid = {
  x: required(whole(0, columns - 1)),
  y: required(whole(0)),
  width: required(whole(1, columns)),
  height: required(whole(1, 1_000)),
};

const period = check(
  (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) % 60 === 0,
  "a multiple of 60 seconds",
);

/** Source: CloudWatch User Guide, "CloudWatch statistics definitions". */
const stat = text(
  /^(SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(\.\d+)?|p100)$/,
  "SampleCount, Average, Sum, Minimum, Maximum or a percentile such as p99",
);

const id = text(/^[a-z]\w*$/, "an id that begins with a lower-case letter");

const drawing = options<Drawing>({
  id,
  label: text(),
  stat,
  period,
  region,
  visible: flag,
});

const expression = options<Expression>({
  expression: required(text()),
  label: required(text()),
  id,
  region,
});

const isExpression = (row: unknown[]): boolean => isObject(row[0]) && "expression" in row[0];

/** Namespace, name, and at most 30 pairs of a dimension and its value. */
const metricRow: Rule = (given, path) => {
  const allowed =
    "[namespace, metric, dimension, value, …] with at most 30 dimensions, or [{ expression }]";
  if (!Array.isArray(given)) return [{ argument: path, given, allowed }];
  if (isExpression(given))
    return given.length === 1
      ? expression(given[0], `${path}[0]`)
      : [{ argument: path, given, allowed }];
  const last: unknown = given.at(-1);
  const names = isObject(last) ? given.slice(0, -1) : given;
  if (names.length < 2 || names.length > 62 || names.length % 2 === 1) {
    return [{ argument: path, given: names, allowed }];
  }
  return [
    ...names.flatMap((name, index) => input(text())(name, `${path}[${index}]`)),
    ...(isObject(last) ? drawing(last, `${path}[${given.length - 1}]`) : []),
  ];
};

const annotation = options<Annotation>({
  value: required(between(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  label: required(text()),
  color: text(/^#[0-9a-f]{6}$/, "a colour such as #d62728"),
});

const metricProperties = options<MetricProperties>(
  {
    title: required(text()),
    region: required(region),
    view: required(oneOf(["timeSeries", "singleValue", "bar"])),
    stacked: flag,
    stat: required(stat),
    period: required(period),
    metrics: required(listOf(metricRow, { least: 1, most: 500, allowed: "1 to 500 metrics" })),
    yAxis: options<NonNullable<MetricProperties["yAxis"]>>({
      left: required(
        options<NonNullable<MetricProperties["yAxis"]>["left"]>({
          min: between(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
          label: text(),
        }),
      ),
    }),
    annotations: options<NonNullable<MetricProperties["annotations"]>>({
      horizontal: required(listOf(annotation)),
    }),
  },
  ({ metrics }) => idFaults(metrics),
);

const widget = optionsBy("type", {
  text: options<Placed & TextWidget>({
    ...grid,
    type: required(oneOf(["text"])),
    properties: required(
      options<TextWidget["properties"]>({
        markdown: required(text()),
        background: oneOf(["transparent", "solid"]),
      }),
    ),
  }),
  metric: options<
    Omit<Placed, "type" | "properties"> & { type: "metric"; properties: MetricProperties }
  >({
    ...grid,
    type: required(oneOf(["metric"])),
    properties: required(metricProperties),
  }),
  alarm: options<Placed & AlarmWidget>({
    ...grid,
    type: required(oneOf(["alarm"])),
    properties: required(
      options<AlarmWidget["properties"]>({
        title: required(text()),
        alarms: required(
          listOf(input(text(/^arn:/, "an alarm's ARN")), {
            least: 1,
            most: 100,
            allowed: "1 to 100 ARNs of alarms",
          }),
        ),
        sortBy: oneOf(["default", "stateUpdatedTimestamp", "timestamp"]),
      }),
    ),
  }),
});

export const bodyRules: OptionRules<DashboardBody> = {
  start: required(text(/^-P[\dTDHMW]+$/, "a duration before now, such as -PT3H")),
  periodOverride: required(oneOf(["auto", "inherit"])),
  widgets: required(listOf(widget, { most: 500, allowed: "at most 500 widgets" })),
};

/** What concerns several widgets: none leaves the grid, no two share a cell. */
export const gridFaults: JointCheck<DashboardBody> = ({ widgets }) => {
  const taken = new Map<string, number>();
  return widgets.flatMap(({ x, y, width, height }, index): OptionFault[] => {
    const argument = `widgets[${index}]`;
    if (x + width > columns) {
      return [{ argument, given: { x, width }, allowed: `x + width of at most ${columns}` }];
    }
    const others = new Set<number>();
    for (let column = x; column < x + width; column += 1) {
      for (let row = y; row < y + height; row += 1) {
        const cell = `${column},${row}`;
        const other = taken.get(cell);
        if (other !== undefined) others.add(other);
        taken.set(cell, index);
      }
    }
    return [...others].map((other) => ({
      argument,
      given: { x, y, width, height },
      allowed: `a place that widgets[${other}] does not take`,
    }));
  });
};

/** Ids that two metrics have, and ids in expressions that none has. */
function idFaults(metrics: readonly MetricRow[]): OptionFault[] {
  const drawings = metrics.map((row) => row.at(-1)).filter((last) => isObject(last));
  const ids = drawings.flatMap(({ id: own }) => (typeof own === "string" ? [own] : []));
  const known = new Set(ids);
  return [
    ...ids
      .filter((each, index) => ids.indexOf(each) !== index)
      .map((given) => ({ argument: "metrics", given, allowed: "ids that only one metric has" })),
    ...drawings
      .flatMap(({ expression: math }) => (typeof math === "string" ? idsIn(math) : []))
      .filter((each) => !known.has(each))
      .map((given) => ({
        argument: "metrics",
        given,
        allowed: `ids of metrics: ${ids.join(", ")}`,
      })),
  ];
}

/** Functions are in capitals; texts in quotes are searches. */
const idsIn = (math: string): string[] =>
  math.replaceAll(/'[^']*'|"[^"]*"/g, "").match(/\b[a-z]\w*/g) ?? [];
