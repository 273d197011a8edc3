/** A metric of CloudWatch. */
export interface ThresholdMetric {
  readonly name: string;
  /** Such as `Sum`, `Maximum` or `p99`. */
  readonly statistic: string;
  /** @default the alarm's */
  readonly namespace?: string;
}

/** When an alarm rings, and why then. */
export interface AlarmThreshold {
  /** Callers suffer now: `page` wakes somebody. A `ticket` waits for working hours. */
  readonly severity: "page" | "ticket";
  /** What is wrong when it rings. */
  readonly summary: string;
  readonly namespace: string;
  /** By their ids in the expression; a single one without an expression. Each costs 0.10 USD a month. */
  readonly metrics: Readonly<Record<string, ThresholdMetric>>;
  /** Metric math, with a label for its value. @default the metric itself */
  readonly math?: { readonly expression: string; readonly label: string };
  readonly comparison: "above" | "below";
  readonly threshold: number;
  readonly unit: string;
  /** Seconds of a data point. */
  readonly periodSeconds: number;
  /** It rings if this many of the latest `periods` data points breach the threshold. */
  readonly periodsToAlarm: number;
  readonly periods: number;
  /** What a period without data means: no breach, a breach, that the state stays, or that it is unknown. */
  readonly missing: "notBreaching" | "breaching" | "ignore" | "missing";
  /** Why this metric, this threshold, and this treatment of missing data. */
  readonly reason: string;
  /** The page that documents the metric. */
  readonly source: string;
}

/** What a definition or a stack changes about an alarm. */
export interface AlarmOverride {
  /** In the alarm's unit. */
  readonly threshold?: number;
  readonly periodsToAlarm?: number;
  readonly periods?: number;
  readonly severity?: AlarmThreshold["severity"];
}
