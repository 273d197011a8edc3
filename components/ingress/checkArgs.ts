import { ComponentArgumentError } from "../shared/errors.ts";
import { checkHeaderFilter } from "./responseRules.ts";
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
  | "headers"
>;

/**
 * @param streaming - whether it streams, and so may take longer
 * @throws ComponentArgumentError for the first option that can't work
 */
export function checkProxyArgs(component: string, options: ProxyOptions, streaming = false): void {
  const { totalTimeoutMs = defaults.totalTimeoutMs, reservedConcurrency } = options;
  if (options.headers) checkHeaderFilter(component, options.headers);
  const check = (
    argument: Exclude<keyof ProxyOptions, "headers">,
    least: number,
    most: number,
    fix: string,
  ) => {
    const given = options[argument];
    if (given === undefined || (Number.isInteger(given) && given >= least && given <= most)) return;
    const allowed = `a whole number from ${least} to ${most}`;
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  check(
    "totalTimeoutMs",
    1,
    streaming ? defaults.maxStreamingTimeoutMs : defaults.maxTotalTimeoutMs,
    streaming
      ? "Lambda ends a function after 900,000 ms: leave it time to answer before."
      : "API Gateway gives up at 29,000 ms: leave the function time to answer before.",
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
