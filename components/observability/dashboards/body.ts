import type * as pulumi from "@pulumi/pulumi";

/**
 * The body of a dashboard, as far as ours need it.
 * Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax".
 */
export interface DashboardBody {
  /** What it shows at first: an ISO 8601 duration before now, such as `-PT3H`. */
  readonly start: string;
  /** `inherit` keeps the periods of widgets for long times too, so that values stay comparable with thresholds. */
  readonly periodOverride: "auto" | "inherit";
  readonly widgets: readonly Placed[];
}

/** A widget at its place on the grid of 24 columns. */
export type Placed = Widget & { readonly x: number; readonly y: number };

export type Widget = TextWidget | MetricWidget | AlarmWidget;

interface Size {
  /** Columns. */
  readonly width: number;
  /** Rows of 50 pixels or so. */
  readonly height: number;
}

export interface TextWidget extends Size {
  readonly type: "text";
  readonly properties: { readonly markdown: string; readonly background?: "transparent" | "solid" };
}

export interface AlarmWidget extends Size {
  readonly type: "alarm";
  /** 1 to 100 ARNs, of any region. */
  readonly properties: {
    readonly title: string;
    readonly alarms: readonly pulumi.Input<string>[];
    readonly sortBy?: "default" | "stateUpdatedTimestamp" | "timestamp";
  };
}

export interface MetricWidget extends Size {
  readonly type: "metric";
  readonly properties: MetricProperties;
}

export interface MetricProperties {
  readonly title: string;
  readonly region: string;
  readonly view: "timeSeries" | "singleValue" | "bar";
  readonly stacked?: boolean;
  /** Of metrics without one of their own. */
  readonly stat: string;
  /** Seconds, a multiple of 60. */
  readonly period: number;
  readonly metrics: readonly MetricRow[];
  readonly yAxis?: { readonly left: { readonly min?: number; readonly label?: string } };
  readonly annotations?: { readonly horizontal: readonly Annotation[] };
}

/** A horizontal line. */
export interface Annotation {
  readonly value: number;
  readonly label: string;
  readonly color?: string;
}

/** `[namespace, metric, dimension, value, …, how to draw it]`, or an expression. */
export type MetricRow = readonly (pulumi.Input<string> | Drawing)[] | readonly [Expression];

/** How a metric is drawn. */
export interface Drawing {
  readonly id?: string;
  readonly label?: string;
  readonly stat?: string;
  /** Seconds, a multiple of 60. */
  readonly period?: number;
  /** @default the widget's */
  readonly region?: string;
  /** `false` for metrics that only an expression needs. @default true */
  readonly visible?: boolean;
}

/** Metric math or a search, of one region. */
export interface Expression {
  readonly expression: string;
  readonly label: string;
  readonly id?: string;
  /** @default the widget's */
  readonly region?: string;
}
