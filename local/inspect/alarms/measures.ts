/** A call as alarms see it. */
export interface MeasuredCall {
  /** Name of the REST API, and of its stage. */
  readonly api: string;
  readonly stage: string;
  readonly status: number;
  readonly durationMs: number;
  /** The end, by `performance.now()`. */
  readonly endedAt: number;
}

/** A metric of CloudWatch that an alarm asks for. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** Such as `Sum`, `Average` or `p99`. */
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What a metric's calls add up from; `undefined` for a metric that is not measured here. */
const samples: Readonly<Record<string, (call: MeasuredCall) => number>> = {
  Count: () => 1,
  "4XXError": ({ status }) => Number(status >= 400 && status < 500),
  "5XXError": ({ status }) => Number(status >= 500),
  Latency: ({ durationMs }) => durationMs,
};

/** Whether a metric can be told from the calls: those of API Gateway for an API, with or without its stage. */
export const isMeasured = ({ namespace, name, statistic, dimensions }: Metric): boolean =>
  namespace === "AWS/ApiGateway" &&
  Object.hasOwn(samples, name) &&
  "ApiName" in dimensions &&
  Object.keys(dimensions).every((key) => key === "ApiName" || key === "Stage") &&
  /^(?:Sum|SampleCount|Average|Minimum|Maximum|p\d+(?:\.\d+)?)$/.test(statistic);

/**
 * The value of a metric over calls.
 *
 * @returns `undefined` without a call: CloudWatch has no data then
 */
export function measure(metric: Metric, calls: readonly MeasuredCall[]): number | undefined {
  const { ApiName, Stage } = metric.dimensions;
  const sample = samples[metric.name]!;
  const values = calls
    .filter(({ api, stage }) => api === ApiName && (Stage === undefined || stage === Stage))
    .map(sample)
    .sort((one, other) => one - other);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (metric.statistic) {
    case "Sum":
      return sum;
    case "SampleCount":
      return values.length;
    case "Average":
      return sum / values.length;
    case "Minimum":
      return values[0];
    case "Maximum":
      return values.at(-1);
    default: {
      const share = Number(metric.statistic.slice(1)) / 100;
      return values[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];
    }
  }
}
