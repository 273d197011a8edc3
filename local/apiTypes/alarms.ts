// What `GET alarms` returns, for the page too: types only.

/** A period of an alarm. */
export interface Datapoint {
  /** Seconds before now at which it ended. */
  readonly secondsAgo: number;
  /** `null` without data. */
  readonly value: number | null;
  readonly isBreaching: boolean;
}

/** A declared alarm with what is known of it here. */
export interface DescribedAlarm {
  readonly urn: string;
  readonly name: string;
  readonly region: string;
  readonly description: string;
  /** What raises it, such as `p99 of Latency > 4000, in 2 of 3 periods of 60 s`. */
  readonly condition: string;
  /** `not measured` for metrics that no part of the local platform has. */
  readonly state: "OK" | "ALARM" | "not measured";
  /** Why it is not measured, or what is left out. */
  readonly note?: string;
  /** The latest first. */
  readonly datapoints: readonly Datapoint[];
}
