import { table } from "../table.ts";
import { advice, type Estimate, prices, provisionedUsd } from "./estimate.ts";
import type { Measured } from "./measure.ts";
import type { ProxyFunction } from "./proxyFunction.ts";

/** A measured function and what its sizes of memory mean. */
export interface Tuning {
  readonly service: string;
  readonly function: Pick<ProxyFunction, "region" | "memoryMb" | "provisionedConcurrency">;
  readonly measured: Measured;
  /** Time in which the function waits for the service, in ms. */
  readonly serviceMs: number;
  /** Speed of Lambda's vCPU, compared with a core of this machine. */
  readonly processor: number;
  /** Calls per second, to show the environments that they need. */
  readonly rps: number | undefined;
  readonly estimates: readonly Estimate[];
}

/** The tuning in words and a table. */
export function tuningReport(tuning: Tuning): string {
  const { service, measured, serviceMs, processor, estimates } = tuning;
  const { balanced, cheapest } = advice(estimates);
  const first = measured.firstMs / measured.processorMs;
  return [
    `${service}: a call takes ${ms(measured.processorMs)} of processor time here (median), and waits ${ms(serviceMs)} for the service.`,
    `The first 50 calls of an environment take ${first.toFixed(1)} times as much. Loading the code takes ${ms(measured.loadMs)}.`,
    "",
    estimateTable(tuning),
    "",
    `Cheapest: ${cheapest} MB. Smallest within a fifth of the fastest: ${balanced} MB.`,
    `Set it with services.${service}.proxy.memoryMb in stacks/platform.ts.`,
    ...warmLine(tuning),
    "",
    `Estimated for ARM in ${tuning.function.region}: a vCPU at 1,769 MB counts as ${processor === 1 ? "one core" : `${processor} cores`} of this machine (--processor).`,
    `Without the work of Lambda's runtime, cold starts and the free tier. Prices of ${prices.readOn}: commands/tune/prices.json.`,
  ].join("\n");
}

function estimateTable({ estimates, rps, function: { memoryMb } }: Tuning): string {
  const rows = estimates.map((each) => [
    `${each.memoryMb}`,
    each.vcpu.toFixed(2),
    ms(each.durationMs),
    each.callsPerSecond.toFixed(0),
    ...(rps === undefined ? [] : [String(Math.ceil(rps / each.callsPerSecond))]),
    each.usdPerMillion.toFixed(2),
    each.memoryMb === memoryMb ? "as deployed" : "",
  ]);
  const needed = rps === undefined ? [] : [`environments at ${rps} calls/s`];
  return table(
    ["MB", "vCPU", "duration", "calls/s per environment", ...needed, "USD per million calls", ""],
    rows,
  );
}

function warmLine({ function: { memoryMb, provisionedConcurrency } }: Tuning): string[] {
  if (provisionedConcurrency === 0) return [];
  const usd = provisionedUsd(memoryMb, provisionedConcurrency).toFixed(2);
  return [
    `A provisionedConcurrency of ${provisionedConcurrency} with ${memoryMb} MB costs ${usd} USD a month at rest.`,
  ];
}

/** Such as 0.42 ms or 20 ms. */
const ms = (value: number): string => `${Number(value.toPrecision(value < 100 ? 2 : 3))} ms`;
