import { listOf, oneOf, type OptionRules, whole } from "../shared/options.ts";

/** How Route 53 checks a region. */
export interface HealthCheckArgs {
  /** Seconds between the requests of each checker, 10 or 30; with 10, a check costs 1 USD more a month. @default 30 */
  intervalSeconds?: 10 | 30;
  /** Failures in a row, or successes, 1 to 10, that change a checker's opinion. @default 3 */
  failureThreshold?: number;
  /** Regions of the checkers, at least 3. @default all of them */
  regions?: string[];
}

/**
 * Regions with checkers.
 * Source: Route 53 API Reference, "HealthCheckConfig" (Regions).
 */
const checkerRegions = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
];

export const healthCheckRules: OptionRules<HealthCheckArgs> = {
  intervalSeconds: oneOf([10, 30]),
  failureThreshold: whole(1, 10),
  regions: listOf(oneOf(checkerRegions), {
    least: 3,
    distinct: true,
    allowed: "a list of at least 3 different regions of Route 53's checkers",
  }),
};
