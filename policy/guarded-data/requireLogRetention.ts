import type { Finding, ResourceRule } from "../rule.ts";

/**
 * Logs have a retention period. Without one, or with 0, they are kept forever. Logs of the class
 * DELIVERY are always deleted after two days.
 *
 * Source: CloudWatch Logs API Reference, "PutRetentionPolicy"; CloudWatch Logs User Guide, "Log classes".
 */
export const requireLogRetention: ResourceRule<{ readonly leastDays: number }> = {
  name: "require-log-retention",
  description: "Logs have a retention period.",
  why: "Logs that are never deleted cost more every day, and keep data that users may want deleted.",
  fix: "Set retentionInDays to the number of days for which the logs are needed.",
  equivalents: ["CKV_AWS_66", "cw-loggroup-retention-period-check"],
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  excuses: ["logGroupClass"],
  settings: {
    leastDays: {
      description: "The shortest allowed retention period, in days.",
      schema: { type: "integer", minimum: 1 },
      default: 1,
    },
  },

  *check(group, { leastDays }): Iterable<Finding> {
    if (group.hintsAt("logGroupClass").includes("DELIVERY")) return;
    const property = "retentionInDays";
    const days = group.valueAt(property, 0);
    if (days === undefined || Number(days) >= leastDays) return;
    const exposed =
      Number(days) === 0 ? "Logs are kept forever" : `Logs are deleted before ${leastDays} days`;
    yield { exposed, property, value: group.valueAt(property) };
  },
};
