import { type Phase, phasesOf } from "../figures/phases.ts";
import { timelineOf } from "../figures/timeline.ts";
import type { Measurement, TimedEvent } from "../measurement.ts";
import type { Scenario } from "../scenarios/scenario.ts";

/** What a scenario showed. */
export interface Result {
  readonly scenario: string;
  readonly summary: string;
  readonly rps: number;
  readonly regions: readonly string[];
  readonly targets: readonly string[];
  /** Whether all expectations hold. */
  readonly holds: boolean;
  readonly expectations: readonly {
    readonly text: string;
    /** What broke it. */
    readonly broken?: string;
  }[];
  readonly timeline: readonly TimedEvent[];
  readonly phases: readonly Phase[];
  readonly writes: Measurement["writes"];
  /** From the fault until DNS led nobody there, in ms. Left out if it never did. */
  readonly detectedAfterMs?: number;
  /** {@link Measurement.detectionLimitMs} */
  readonly detectionLimitMs: number;
  /** From the recovery until all clients were served there again, in ms. Left out if they never were. */
  readonly recoveredAfterMs?: number;
}

export function resultOf({ summary, expectations }: Scenario, measurement: Measurement): Result {
  const { scenario, rps, regions, targets, writes, marks, detectionLimitMs } = measurement;
  const judged = expectations.map((expectation) => {
    const broken = expectation.broken(measurement);
    return { text: expectation.text, ...(broken !== undefined && { broken }) };
  });
  const { faultAt, detectedAt, recoveryAt, shareBackAt } = marks;
  return {
    ...{ scenario, summary, rps, regions, targets },
    holds: judged.every(({ broken }) => broken === undefined),
    expectations: judged,
    timeline: timelineOf(measurement),
    phases: phasesOf(measurement),
    writes,
    ...(detectedAt !== undefined && { detectedAfterMs: Math.round(detectedAt - faultAt) }),
    detectionLimitMs: Math.round(detectionLimitMs),
    ...(shareBackAt !== undefined && { recoveredAfterMs: Math.round(shareBackAt - recoveryAt) }),
  };
}

/** The figures of phases as cells, for the terminal and the report. */
export function phaseTable({ phases, regions }: Pick<Result, "phases" | "regions">) {
  const head = ["phase", "s", "requests", "failed", "p50 ms", "p99 ms", "failovers", ...regions];
  const rows = phases.map((phase) => [
    phase.name,
    `${seconds(phase.from)}–${seconds(phase.to)}`,
    String(phase.requests),
    [phase.failed, ...failuresOf(phase)].join(" "),
    phase.p50.toFixed(0),
    phase.p99.toFixed(0),
    String(phase.failovers),
    ...regions.map((region) => `${((phase.shares[region] ?? 0) * 100).toFixed(1)} %`),
  ]);
  return { head, rows };
}

/** Such as `(2 × 502, 1 × ECONNRESET)`. */
function failuresOf({ failures }: Phase): string[] {
  const kinds = Object.entries(failures).map(([status, times]) => `${times} × ${status}`);
  return kinds.length > 0 ? [`(${kinds.join(", ")})`] : [];
}

/** The figures of a run as sentences. */
export function summaryLines(result: Result): string[] {
  const { writes, detectedAfterMs, detectionLimitMs, recoveredAfterMs } = result;
  const { sent, accepted, done, doubled, lost } = writes;
  return [
    detectedAfterMs === undefined
      ? "No region left DNS."
      : `Out of DNS: ${seconds(detectedAfterMs)} s after the fault began; (threshold + 1) intervals are ` +
        `${seconds(detectionLimitMs)} s.`,
    recoveredAfterMs === undefined
      ? "The share did not come back."
      : `Share back: ${seconds(recoveredAfterMs)} s after the recovery began.`,
    `Writes: ${sent} sent, ${accepted} accepted, ${done} done, ${doubled} done twice, ${lost} lost.`,
  ];
}

/** Of a time in ms, such as 3.2. */
export const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
