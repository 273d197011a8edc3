import { testRule } from "../testing/ruleTable.ts";
import { requireLogKeys } from "./requireLogKeys.ts";

// CloudWatch Logs API Reference, "CreateLogGroup" (kmsKeyId; without it, CloudWatch's own key).
testRule(requireLogKeys, "aws:cloudwatch/logGroup:LogGroup", {
  compliant: { kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/0" },
  failing: { none: { kmsKeyId: undefined } },
});
