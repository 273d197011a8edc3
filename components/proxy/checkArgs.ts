import { ComponentArgumentError } from "../errors.ts";
import * as defaults from "./defaults.ts";
import type { VpcProxyArgs } from "./vpcProxy.ts";

/** What may be chosen of a proxy function. */
export type ProxyOptions = Pick<
  VpcProxyArgs,
  | "connectTimeoutMs"
  | "totalTimeoutMs"
  | "memoryMb"
  | "reservedConcurrency"
  | "provisionedConcurrency"
>;

/** @throws ComponentArgumentError for the first option that can't work */
export function checkProxyArgs(component: string, options: ProxyOptions): void {
  const { totalTimeoutMs = defaults.totalTimeoutMs, reservedConcurrency } = options;
  const check = (argument: keyof ProxyOptions, least: number, most: number, fix: string) => {
    const given = options[argument];
    if (given === undefined || (Number.isInteger(given) && given >= least && given <= most)) return;
    const allowed = `a whole number from ${least} to ${most}`;
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  check(
    "totalTimeoutMs",
    1,
    defaults.maxTotalTimeoutMs,
    "API Gateway gives up at 29,000 ms: leave the function time to answer before.",
  );
  check(
    "connectTimeoutMs",
    1,
    totalTimeoutMs - 1,
    "Connecting is a part of the call: give it less time than the whole.",
  );
  check("memoryMb", 128, 10_240, "Choose what Lambda offers.");
  check("reservedConcurrency", 1, 1_000, "0 would refuse every call: leave it out for no limit.");
  check(
    "provisionedConcurrency",
    1,
    reservedConcurrency ?? 1_000,
    "Keep no more instances warm than may run, and leave it out for none.",
  );
}
