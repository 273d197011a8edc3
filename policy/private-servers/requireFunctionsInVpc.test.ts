import assert from "node:assert/strict";
import { judgeStack, type TestResource } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireFunctionsInVpc as rule } from "./requireFunctionsInVpc.ts";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:trigger";

const inVpc: TestResource = {
  type: "aws:lambda/function:Function",
  name: "proxy",
  props: { arn: unknown, vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } },
};
const trigger: TestResource = {
  type: "aws:lambda/function:Function",
  name: "trigger",
  props: { arn, vpcConfig: { subnetIds: [], securityGroupIds: [] } },
};
const userPool = (lambdaConfig: unknown, ...triggers: string[]): TestResource => ({
  type: "aws:cognito/userPool:UserPool",
  name: "users",
  props: { name: "users", lambdaConfig },
  dependencies: { lambdaConfig: triggers },
});

describe("require-functions-in-vpc", () => {
  const passing: Record<string, TestResource[]> = {
    "a function in subnets": [inVpc],
    "a function in subnets that are not known yet": [
      { ...inVpc, props: { vpcConfig: { subnetIds: unknown } } },
    ],
    "a function whose network is not known yet": [{ ...inVpc, props: { vpcConfig: unknown } }],
    "a trigger by its ARN": [trigger, userPool({ preSignUp: arn })],
    "a trigger by the ARN of its version": [trigger, userPool({ customMessage: `${arn}:7` })],
    "a trigger with a version": [
      trigger,
      userPool({ preTokenGenerationConfig: { lambdaArn: arn, lambdaVersion: "V2_0" } }),
    ],
    "a trigger that is not known yet": [
      { ...trigger, props: { arn: unknown } },
      userPool({ preSignUp: unknown }, "trigger"),
    ],
    "a trigger behind an alias": [
      { ...trigger, props: { arn: unknown } },
      {
        type: "aws:lambda/alias:Alias",
        name: "live",
        props: { functionName: unknown, arn: unknown },
        dependencies: { functionName: ["trigger"] },
      },
      userPool({ preSignUp: unknown }, "live"),
    ],
  };
  for (const [what, stack] of Object.entries(passing)) {
    it(`passes with ${what}`, () => {
      assert.deepEqual(judgeStack(rule, stack), { violations: [], undecided: undefined });
    });
  }

  const failing: Record<string, TestResource[]> = {
    "a function with no network": [{ ...trigger, props: { arn: unknown } }],
    "a function with no subnet": [trigger],
    "a function beside the triggers": [trigger, userPool({ preSignUp: `${arn}-of-another` })],
    "a function that a pool was made of, but not as a trigger": [
      trigger,
      { ...userPool({ preSignUp: unknown }), dependencies: { tags: ["trigger"] } },
    ],
    "another function in subnets": [inVpc, trigger],
  };
  for (const [what, stack] of Object.entries(failing)) {
    it(`fails with ${what}`, () => {
      const { violations, undecided } = judgeStack(rule, stack);

      assert.equal(violations.length, 1);
      assert.match(violations[0]!.message, /: vpcConfig\.subnetIds is not set\. Set vpcConfig/);
      assert.equal(
        violations[0]!.urn,
        "urn:pulumi:dev::test::aws:lambda/function:Function::trigger",
      );
      assert.equal(undecided, undefined);
    });
  }
});
