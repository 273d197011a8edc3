import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { RegionAlarmsArgs } from "./args.ts";
import { ownNamespace } from "./metricAlarm.ts";
import type { RegionAlarmName } from "./overrides.ts";

/**
 * Types of gateway responses by the metric that counts them.
 * Source: API Gateway Developer Guide, "Gateway response types for API Gateway".
 */
const refusals = [
  [
    "api-authorizer-failures",
    "authorizer-failures",
    ["AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR"],
  ],
  [
    "api-refused-tokens",
    "refused-tokens",
    ["UNAUTHORIZED", "ACCESS_DENIED", "EXPIRED_TOKEN", "INVALID_API_KEY"],
  ],
  ["api-throttled", "throttled", ["THROTTLED"]],
  ["api-quota-exceeded", "quota-exceeded", ["QUOTA_EXCEEDED"]],
  ["api-firewall-blocked", "firewall-blocked", ["WAF_FILTERED"]],
] as const satisfies readonly (readonly [RegionAlarmName, string, readonly string[]])[];

const anyOf = (types: readonly string[]): string => {
  const terms = types.map((type) => `$.errorType = "${type}"`);
  return `{ ${terms.length === 1 ? terms[0]! : terms.map((term) => `(${term})`).join(" || ")} }`;
};

/**
 * Lines of a trigger's log that mean that it failed: our own, and Lambda's about time limits and crashes.
 * A refusal has none of them.
 */
const failedTrigger = '?"trigger failed" ?"Task timed out" ?"Runtime exited"';

/** Refusals of the API that are counted: ends of their metrics' names. */
export const countedRefusals = (needs: (alarm: RegionAlarmName) => boolean): string[] =>
  refusals.flatMap(([alarm, metric]) => (needs(alarm) ? [metric] : []));

/**
 * Counts the log lines that alarms need. A filter without a match sends no data, and a metric without data costs nothing;
 * one with data costs 0.30 USD a month for the hours that have some.
 *
 * @param name - begins the metrics' names, which are unique in a region
 */
export function createMetricFilters(
  name: string,
  { api, triggerLogs = {} }: Pick<RegionAlarmsArgs, "api" | "triggerLogs">,
  needs: (alarm: RegionAlarmName) => boolean,
  opts: pulumi.CustomResourceOptions,
): void {
  const count = (
    filter: string,
    logGroupName: pulumi.Input<string>,
    metric: string,
    pattern: string,
  ) =>
    new aws.cloudwatch.LogMetricFilter(
      `${name}-${filter}`,
      {
        logGroupName,
        pattern,
        metricTransformation: {
          namespace: ownNamespace,
          name: `${name}-${metric}`,
          value: "1",
          unit: "Count",
        },
      },
      opts,
    );
  for (const [alarm, metric, types] of api ? refusals : []) {
    if (!needs(alarm)) continue;
    for (const [index, logName] of api!.accessLogNames.entries()) {
      count(index === 0 ? metric : `${metric}-${index + 1}`, logName, metric, anyOf(types));
    }
  }
  if (!needs("trigger-failures")) return;
  for (const [trigger, logName] of Object.entries(triggerLogs)) {
    count(`${trigger}-failures`, logName, "trigger-failures", failedTrigger);
  }
}
