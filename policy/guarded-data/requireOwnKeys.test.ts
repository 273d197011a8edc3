import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireOwnKeys as rule } from "./requireOwnKeys.ts";

const key = "arn:aws:kms:us-east-1:123456789012:key/0";

testRule(rule, "aws:cloudwatch/logGroup:LogGroup", {
  compliant: { kmsKeyId: key },
  failing: { nothing: { kmsKeyId: undefined } },
  undecided: { which: { kmsKeyId: unknown } },
});

testRule(rule, "aws:dynamodb/table:Table", {
  compliant: { serverSideEncryption: { enabled: true, kmsKeyArn: key } },
  failing: {
    "AWS's own": [{ serverSideEncryption: { enabled: true } }, "serverSideEncryption.kmsKeyArn"],
    // Amazon DynamoDB API Reference, "Replica": each region's copy has a KMSMasterKeyId of its own.
    "AWS's own for a replica": [
      { replicas: [{ regionName: "eu-west-1", kmsKeyArn: key }, { regionName: "eu-north-1" }] },
      "replicas[1].kmsKeyArn",
    ],
  },
});

// Source: "Replicate an AWS Secrets Manager secret to other Regions".
testRule(rule, "aws:secretsmanager/secret:Secret", {
  compliant: { kmsKeyId: key, replicas: [{ region: "eu-west-1", kmsKeyId: key }] },
  failing: {
    "AWS's own for a replica": [{ replicas: [{ region: "eu-west-1" }] }, "replicas[0].kmsKeyId"],
  },
});

testRule(rule, "aws:sns/topic:Topic", {
  compliant: { kmsMasterKeyId: "alias/orders" },
  failing: {
    "AWS's alias": { kmsMasterKeyId: "alias/aws/sns" },
    "the ARN of an AWS managed alias": {
      kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:alias/aws/sns",
    },
  },
});

describe("require-own-keys", () => {
  it("is off by default, and for types that are not listed", () => {
    const types = ["aws:cloudwatch/logGroup:LogGroup"];
    const judged = judge(rule, { type: "aws:sns/topic:Topic", props: {} }, { types });

    assert.equal(rule.level, "disabled");
    assert.deepEqual(judged.violations, []);
  });
});
