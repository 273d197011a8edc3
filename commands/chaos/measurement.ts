import type { Sent } from "./load/sent.ts";
import type { Writes } from "./load/writes.ts";
import type { Sample } from "./watch.ts";

/** Everything that was seen while a scenario ran. Times are in ms since the load began. */
export interface Measurement {
  readonly scenario: string;
  readonly rps: number;
  /** All regions of the platform. */
  readonly regions: readonly string[];
  /** The regions with the fault. */
  readonly targets: readonly string[];
  /** By the time at which they were due. */
  readonly sent: readonly Sent[];
  readonly samples: readonly Sample[];
  readonly marks: Marks;
  /** Events of the scenario itself, beside the marks. */
  readonly events: readonly TimedEvent[];
  readonly writes: Writes;
  readonly signIns: readonly SignIn[];
  /** Times that the scenario made a region fail. */
  readonly flaps: number;
  /** Time in which health checks notice a failure: (threshold + 1) intervals, in ms. */
  readonly detectionLimitMs: number;
}

export interface Marks {
  readonly faultAt: number;
  /** DNS leads nobody to the targets any more. */
  readonly detectedAt?: number | undefined;
  /** The first response from elsewhere to a client of a target. */
  readonly servedElsewhereAt?: number | undefined;
  readonly recoveryAt: number;
  /** DNS leads clients to the targets again. */
  readonly healthyAt?: number | undefined;
  /** All clients of the targets are served there again. */
  readonly shareBackAt?: number | undefined;
  readonly endAt: number;
}

export interface TimedEvent {
  readonly at: number;
  readonly text: string;
}

/** A sign-in at the user pool. */
export interface SignIn {
  readonly at: number;
  readonly phase: "before" | "fault" | "after";
  readonly succeeded: boolean;
}
