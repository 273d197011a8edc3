import { readFileSync } from "node:fs";

/** Memory at which Lambda gives a function one vCPU, in MB. Source: Lambda Developer Guide, "Configure Lambda function memory". */
export const mbPerVcpu = 1_769;

/** Lambda's prices for ARM in USD; `prices.json` says from where and when. */
interface Prices {
  readonly readOn: string;
  readonly perMillionRequests: number;
  readonly perGbSecond: number;
  /** Of regions that differ. */
  readonly perGbSecondByRegion: Readonly<Record<string, number>>;
  readonly provisioned: { readonly perGbSecondKept: number; readonly perGbSecondUsed: number };
}

export const prices = JSON.parse(
  readFileSync(new URL("prices.json", import.meta.url), "utf8"),
) as Prices;

/** What a call takes. */
export interface CallTimes {
  /** Processor time of the function, in ms of a whole vCPU. */
  readonly processorMs: number;
  /** Time in which the function waits for the service, in ms. */
  readonly waitMs: number;
}

/** A function with a size of memory. */
export interface Estimate {
  readonly memoryMb: number;
  /** Its share of a vCPU, at most 1: the function's code runs on one thread. */
  readonly vcpu: number;
  /** Duration of a call in ms. */
  readonly durationMs: number;
  /** Calls per second of one execution environment, which runs one at a time. */
  readonly callsPerSecond: number;
  /** USD for a million calls, with their requests. */
  readonly usdPerMillion: number;
}

/** Estimates a function's calls at a size of memory. @param region - decides the price */
export function estimate(
  memoryMb: number,
  { processorMs, waitMs }: CallTimes,
  region: string,
): Estimate {
  const vcpu = Math.min(1, memoryMb / mbPerVcpu);
  const durationMs = waitMs + processorMs / vcpu;
  // Lambda bills whole milliseconds.
  const gbSeconds = (memoryMb / 1024) * (Math.ceil(durationMs) / 1000);
  return {
    ...{ memoryMb, vcpu, durationMs },
    callsPerSecond: 1000 / durationMs,
    usdPerMillion: prices.perMillionRequests + gbSeconds * 1e6 * gbSecondPrice(region),
  };
}

const gbSecondPrice = (region: string): number =>
  prices.perGbSecondByRegion[region] ?? prices.perGbSecond;

/** USD a month for environments that are kept warm, without their calls. */
export const provisionedUsd = (memoryMb: number, environments: number): number =>
  (memoryMb / 1024) * environments * 730 * 3600 * prices.provisioned.perGbSecondKept;

/**
 * The smallest memory with which a call takes at most a fifth longer than with the most memory, and the
 * cheapest.
 */
export function advice(estimates: readonly Estimate[]): { balanced: number; cheapest: number } {
  const bySize = estimates.toSorted((a, b) => a.memoryMb - b.memoryMb);
  const fastest = bySize.at(-1)!.durationMs;
  const [cheapest] = bySize.toSorted((a, b) => a.usdPerMillion - b.usdPerMillion);
  const balanced = bySize.find(({ durationMs }) => durationMs <= 1.2 * fastest)!;
  return { balanced: balanced.memoryMb, cheapest: cheapest!.memoryMb };
}
