import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidServiceWildcards as rule } from "./forbidServiceWildcards.ts";

const type = "aws:iam/policy:Policy";
const allow = (...actions: string[]) => ({
  policy: JSON.stringify({
    Statement: { Effect: "Allow", Action: actions, Resource: "arn:aws:s3:::orders/*" },
  }),
});

testRule(rule, type, {
  compliant: allow("s3:GetObject", "s3:Put*"),
  passing: {
    "services that do one thing": allow("ssmmessages:*", "EC2Messages:*", "execute-api:*"),
    "statements that forbid-all-actions reports": allow("*"),
    "an unknown value": { policy: unknown },
  },
  failing: {
    "all actions of a service": [allow("s3:*"), "policy.Statement[0].Action"],
    "all actions by two wildcards": [allow("s3:?*"), "policy.Statement[0].Action"],
    "all actions beside some": [allow("s3:Get*", "DynamoDB:*"), "policy.Statement[0].Action"],
  },
});

const ofAws = (name: string) => ({ policyArn: `arn:aws:iam::aws:policy/${name}` });

testRule(rule, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
  compliant: ofAws("AmazonS3ReadOnlyAccess"),
  passing: {
    "policies that forbid-administrator-policies reports": ofAws("IAMFullAccess"),
    "a policy of one's own": { policyArn: "arn:aws:iam::123456789012:policy/FullAccess" },
    "a policy that is not known yet": { policyArn: unknown },
  },
  failing: {
    "full access": [ofAws("AmazonS3FullAccess"), "policyArn"],
    "full access to users": [ofAws("AmazonCognitoPowerUser"), "policyArn"],
    "full access in its second version": [ofAws("AmazonDynamoDBFullAccess_v2"), "policyArn"],
    "all secrets": [ofAws("SecretsManagerReadWrite"), "policyArn"],
  },
});

describe("forbid-service-wildcards", () => {
  it("skips configured exceptions", () => {
    const { violations } = judge(rule, { type, props: allow("s3:*") }, { services: ["s3"] });

    assert.deepEqual(violations, []);
  });

  it("is an advisory", () => assert.equal(rule.level, "advisory"));
});
