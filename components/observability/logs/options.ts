import { flag, oneOf, options, type Rule } from "../../shared/options.ts";
import { logRetentionDays } from "../../shared/rules.ts";
import { type SearchOptions, searchRule } from "../search/options.ts";

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
  /**
   * `"opensearch"`: the lines of all regions' calls in one OpenSearch with Dashboards, in private subnets of the home
   * region, and an archive of them in S3 in each region (docs/search.md). Costs about 27 USD a month at rest, and what
   * Firehose takes for each GB. An object changes its sizes.
   * @default none
   */
  readonly search?: "opensearch" | SearchOptions;
}

export const logRules: Rule = options<LogOptions>({
  retentionDays: logRetentionDays,
  encryption: oneOf(["aws", "own key"]),
  infrequentFlowLogs: flag,
  search: searchRule,
});
