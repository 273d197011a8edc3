import type { Finding, ResourceRule } from "../rule.ts";

/**
 * Logs are encrypted with a customer managed key. CloudWatch encrypts all logs with a key of its own,
 * so this is advice only.
 *
 * Source: CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service".
 */
export const requireLogKeys: ResourceRule = {
  name: "require-log-keys",
  description: "Logs are encrypted with a customer managed KMS key.",
  why: "CloudWatch's own key encrypts logs for everybody who may read them. A key of your own decides who else needs a permission, and records each use.",
  fix: "Set kmsKeyId to the ARN of a KMS key whose policy allows logs.<region>.amazonaws.com, or disable the rule if the logs hold nothing confidential.",
  equivalents: ["CKV_AWS_158", "cloudwatch-log-group-encrypted"],
  level: "advisory",
  types: ["aws:cloudwatch/logGroup:LogGroup"],

  *check(group): Iterable<Finding> {
    const property = "kmsKeyId";
    if (group.isSet(property)) return;
    const exposed = "Logs are encrypted with CloudWatch's key, not with your own";
    yield { exposed, property, value: undefined };
  },
};
