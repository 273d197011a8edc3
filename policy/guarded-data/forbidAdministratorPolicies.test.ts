import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidAdministratorPolicies as rule } from "./forbidAdministratorPolicies.ts";

const ofAws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const ownPolicy = "arn:aws:iam::123456789012:policy/AdministratorAccess";
const otherPaths: Record<string, string> = {
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
};

for (const type of rule.types) {
  const path = otherPaths[type] ?? "policyArn";
  const policy = (arn: unknown) => ({ [path]: path.endsWith("Arns") ? [unknown, arn] : arn });
  testRule(rule, type, {
    compliant: policy(ofAws("service-role/AWSLambdaVPCAccessExecutionRole")),
    passing: {
      "a policy that is not known yet": policy(unknown),
      "a policy of one's own with the name": policy(ownPolicy),
      "a policy with a name like it": policy(ofAws("AdministratorAccessLite")),
    },
    failing: {
      "all rights": [policy(ofAws("AdministratorAccess")), path],
      "about all rights": [policy(ofAws("PowerUserAccess")), path],
      "the rights of who runs systems": [policy(ofAws("job-function/SystemAdministrator")), path],
      "all rights in China": [policy("arn:aws-cn:iam::aws:policy/IAMFullAccess"), path],
    },
  });
}

describe("forbid-administrator-policies", () => {
  it("forbids the configured policies", () => {
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const policyArn = ofAws("job-function/DatabaseAdministrator");
    const judged = (config: object) => judge(rule, { type, props: { policyArn } }, config);

    assert.equal(judged({}).violations.length, 0);
    assert.equal(judged({ policies: ["DatabaseAdministrator"] }).violations.length, 1);
  });
});
