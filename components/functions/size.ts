import type { OptionFault } from "../shared/errors.ts";
import { type OptionRules, whole } from "../shared/options.ts";
import { functionMemoryMb, logRetentionDays } from "../shared/rules.ts";

/** Size and limits of a function. */
export interface FunctionSize {
  /** Memory in MB; at 1,769 it has a whole processor. @default 256 */
  memoryMb?: number;
  /** Seconds after which Lambda stops an invocation, at most 900. @default 10 */
  timeoutSeconds?: number;
  /** Largest number of instances at once, 1 or more. @default the account's limit */
  reservedConcurrency?: number;
  /** Instances kept warm, 1 or more. @default none */
  provisionedConcurrency?: number;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
}

export const functionSizeRules: OptionRules<FunctionSize> = {
  memoryMb: functionMemoryMb,
  timeoutSeconds: whole(1, 900),
  reservedConcurrency: whole(
    1,
    1_000,
    "0 would reject every call; leave the option out for no limit.",
  ),
  provisionedConcurrency: whole(1, 1_000, "Leave the option out to keep no instance warm."),
  logRetentionDays,
};

/** Not more instances are warm, or consume a queue, than may run. */
export function concurrencyFaults({
  reservedConcurrency: most,
  provisionedConcurrency,
  queue,
}: FunctionSize & { queue?: { maximumConcurrency?: number } }): OptionFault[] {
  const over = (argument: string, given = 0): OptionFault[] =>
    most === undefined || given <= most
      ? []
      : [{ argument, given, allowed: `at most the reservedConcurrency of ${most}` }];
  return [
    ...over("provisionedConcurrency", provisionedConcurrency),
    ...over("queue.maximumConcurrency", queue?.maximumConcurrency),
  ];
}
