import { flag, oneOf, options, type Rule } from "../../shared/options.ts";
import { logRetentionDays } from "../../shared/rules.ts";

/** Settings of all log groups of an environment: the region's and the edge's. */
export interface LogOptions {
  /** Days that lines are kept. An option `logRetentionDays` of a part wins. @default 30 */
  readonly retentionDays?: number;
  /**
   * Whose key encrypts the logs: `"aws"`, CloudWatch's own, or `"own key"`, one of the stack's in KMS, for 1 USD a month
   * and region. Lines from before the change keep their encryption.
   * @default "aws"
   */
  readonly encryption?: "aws" | "own key";
  /**
   * Puts the flow logs of new stacks into the class INFREQUENT_ACCESS, which takes them in for half the price. Nothing
   * filters them; only Logs Insights reads them. A log group keeps the class that it was created with.
   * @default false
   */
  readonly infrequentFlowLogs?: boolean;
}

export const logRules: Rule = options<LogOptions>({
  retentionDays: logRetentionDays,
  encryption: oneOf(["aws", "own key"]),
  infrequentFlowLogs: flag,
});
