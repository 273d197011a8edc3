import assert from "node:assert/strict";
import { actionTable, scopableAction } from "./scopableActions.ts";

// Each line is in the Service Authorization Reference: "Actions, resources, and condition keys for"
// the service.
describe("actions that a policy can and must scope", () => {
  for (const action of [
    "dynamodb:GetItem",
    "es:ESHttpGet",
    "execute-api:Invoke",
    "iot:Connect",
    "kms:Decrypt",
    "lambda:InvokeFunction",
    "s3:GetObject",
    "s3:ListBucket",
    "secretsmanager:GetSecretValue",
    "sqs:SendMessage",
    "ssm:StartSession",
    "sts:AssumeRole",
  ]) {
    it(`include ${action}, in any case`, () => {
      assert.equal(scopableAction(action), action);
      assert.equal(scopableAction(action.toUpperCase()), action);
    });
  }

  for (const [why, actions] of Object.entries({
    "that have no resource types": [
      "autoscaling:Describe*",
      "cloudwatch:PutMetricData",
      "ecr:GetAuthorizationToken",
      "elasticloadbalancing:Describe*",
      "kms:ListKeys",
      "logs:DescribeLogGroups",
      "s3:ListAllMyBuckets",
      "ssmmessages:*",
      "sts:GetCallerIdentity",
      "tag:*",
      "xray:Put*Segments",
    ],
    "whose resource types are optional": [
      "cloudformation:DescribeStacks",
      "polly:SynthesizeSpeech",
      "rds:DescribeDBInstances",
      "ssm:UpdateInstanceInformation",
      "translate:*",
    ],
    "that AWS's guides allow on all resources": [
      "ec2:AssignPrivateIp*",
      "ec2:CreateNetworkInterface",
      "ec2:Describe*",
      "ec2:DescribeInstanceAttribute",
      "route53:GetChange",
    ],
    "that AWS does not know": ["s3:GetObjects", "nothing:*", "s3", ""],
  })) {
    for (const action of actions) {
      it(`do not include ${action || "nothing"}, among those ${why}`, () => {
        assert.equal(scopableAction(action), undefined);
      });
    }
  }

  for (const [pattern, example] of Object.entries({
    "s3:GetObj*": "s3:GetObject",
    "s3:get??????": "s3:GetObject",
    "ec2:*NetworkInterface": "ec2:AttachNetworkInterface",
    "logs:Describe*": "logs:DescribeLogStreams",
    "sq*:SendMessage": "sqs:SendMessage",
    "iot:*": "iot:AcceptCertificateTransfer",
  })) {
    it(`are found in the pattern ${pattern}`, () => {
      assert.equal(scopableAction(pattern), example);
    });
  }

  it("are a table of thousands, each with the name that AWS gives it", () => {
    const names = Object.values(actionTable().actions).flatMap((actions) => actions.split(" "));

    assert.ok(names.length > 10_000, `${names.length} actions`);
    for (const name of names) assert.match(name, /^\w+$/);
  });
});
