// What `GET alarms` returns, for the page too: types only.

/** A period of an alarm. */
interface Datapoint {
  /** Seconds before now at which it ended. */
  readonly secondsAgo: number;
  /** `null` without data. */
  readonly value: number | null;
  readonly isBreaching: boolean;
}

/** As CloudWatch names them; `not measured` for metrics that no part of the local platform has. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA" | "not measured";

/** A declared alarm with what is known of it here. */
export interface DescribedAlarm {
  readonly urn: string;
  readonly name: string;
  readonly region: string;
  readonly kind: "metric" | "composite";
  readonly description: string;
  /** Address or file of the runbook, if the description names one. */
  readonly runbook?: string;
  /** What raises it, such as `p99 of Latency > 4000, in 2 of 3 periods of 60 s`; the rule of a composite alarm. */
  readonly condition: string;
  readonly state: AlarmState;
  /** The time since when it has this state, ISO 8601. */
  readonly since: string;
  /** Why it has this state, or why it is not measured. */
  readonly reason: string;
  /** @default a composite alarm has none */
  readonly threshold?: number;
  /** The latest first: those that are evaluated. */
  readonly datapoints: readonly Datapoint[];
  /** The values of up to 30 periods, the latest last; `null` without data. */
  readonly history: readonly (number | null)[];
}
