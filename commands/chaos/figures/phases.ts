import { isFailed, type Sent } from "../load/sent.ts";
import type { Marks, Measurement } from "../measurement.ts";
import type { Sample } from "../watch.ts";
import { percentile } from "./percentile.ts";

/** A part of a run, with its figures. */
export interface Phase {
  readonly name: string;
  /** In ms since the load began. */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  readonly failed: number;
  /** Number of failed requests by status, or code of the connection's error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Latencies in ms, from when a request was due. */
  readonly p50: number;
  readonly p99: number;
  /** Of the responses, by region: from 0 to 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Requests that the edge sent on to another region. */
  readonly failovers: number;
}

/** The figures of each phase with requests, and of the whole run. A request belongs to when it was due. */
export function phasesOf(measurement: Measurement): Phase[] {
  const { sent, samples, marks, regions } = measurement;
  const bounds = [...boundsOf(marks), ["all", 0, marks.endAt] as const];
  const phases = bounds.map(([name, from, to]) => {
    const own = sent.filter(({ at }) => at >= from && at < to);
    return {
      ...{ name, from, to },
      ...figuresOf(own, regions),
      failovers: failovers(samples, from, to),
    };
  });
  return phases.filter(({ requests }) => requests > 0);
}

function boundsOf(marks: Marks): (readonly [name: string, from: number, to: number])[] {
  const { faultAt, recoveryAt, endAt } = marks;
  const detectedAt = marks.detectedAt ?? recoveryAt;
  const backAt = marks.shareBackAt ?? endAt;
  const isSplit = marks.detectedAt !== undefined;
  return [
    ["before", 0, faultAt],
    [isSplit ? "fault, undetected" : "fault", faultAt, detectedAt],
    ["fault, detected", detectedAt, recoveryAt],
    ["coming back", recoveryAt, backAt],
    ["after", backAt, endAt],
  ];
}

function figuresOf(sent: readonly Sent[], regions: readonly string[]) {
  const latencies = sent.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  const failures: Record<string, number> = {};
  for (const { status } of sent.filter(isFailed)) failures[status] = (failures[status] ?? 0) + 1;
  const served = sent.filter(({ region }) => region !== undefined);
  const share = (name: string) =>
    served.filter(({ region }) => region === name).length / Math.max(1, served.length);
  return {
    requests: sent.length,
    failed: sent.filter(isFailed).length,
    failures,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    shares: Object.fromEntries(regions.map((name) => [name, share(name)])),
  };
}

function failovers(samples: readonly Sample[], from: number, to: number): number {
  const countAt = (time: number) =>
    (samples.findLast(({ at }) => at <= time) ?? samples[0])?.failovers ?? 0;
  return countAt(to) - countAt(from);
}
