import assert from "node:assert/strict";
import { aws, judgeStack, type Declared } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireFunctionsInVpc as rule } from "./requireFunctionsInVpc.ts";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:trigger";

const inVpc = aws("lambda.Function", "proxy", {
  arn: unknown,
  vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
});
const trigger = aws("lambda.Function", "trigger", {
  arn,
  vpcConfig: { subnetIds: [], securityGroupIds: [] },
});
const userPool = (lambdaConfig: unknown, ...triggers: string[]) =>
  aws("cognito.UserPool", "users", { name: "users", lambdaConfig }, { lambdaConfig: triggers });

describe("require-functions-in-vpc", () => {
  const passing: Record<string, Declared[]> = {
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
      aws(
        "lambda.Alias",
        "live",
        { functionName: unknown, arn: unknown },
        { functionName: ["trigger"] },
      ),
      userPool({ preSignUp: unknown }, "live"),
    ],
  };
  // Source: "Running a canary on a VPC", Amazon CloudWatch User Guide.
  it("covers canaries, which run as functions", () => {
    const canary = (props: Declared["props"]) => aws("synthetics.Canary", "home", props);

    const outside = judgeStack(rule, [canary({ handler: "exports.handler" })]);
    const inside = judgeStack(rule, [canary({ vpcConfig: { subnetIds: ["subnet-1"] } })]);

    assert.match(outside.violations[0]?.message ?? "", /^The canary's function runs outside a VPC/);
    assert.deepEqual(inside.violations, []);
  });

  for (const [what, stack] of Object.entries(passing)) {
    it(`passes with ${what}`, () => {
      assert.deepEqual(judgeStack(rule, stack), { violations: [], undecided: undefined });
    });
  }

  const failing: Record<string, Declared[]> = {
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

  describe("functions that a pool or CloudFront invokes", () => {
    const unknownArn = { ...trigger, props: { arn: unknown } };
    const pool = userPool({ preSignUp: unknown }, "trigger");
    const distribution = aws("cloudfront.Distribution", "site", {
      defaultCacheBehavior: { lambdaFunctionAssociations: [{ lambdaArn: `${arn}:7` }] },
    });
    const permission = (principal: unknown) =>
      aws(
        "lambda.Permission",
        "permission",
        { function: unknown, principal },
        { function: ["trigger"] },
      );
    const cognito = permission("cognito-idp.amazonaws.com");
    const calling = (type: string, property: string, value: unknown = unknown): Declared => ({
      type,
      name: "caller",
      props: { [property]: value },
      dependencies: { [property]: ["trigger"] },
    });

    const exempt: Record<string, Declared[]> = {
      "a trigger that Cognito may call": [unknownArn, pool, cognito],
      "an edge function": [trigger, distribution],
      "an edge function of a path, not known yet": [
        unknownArn,
        {
          ...distribution,
          props: {
            orderedCacheBehaviors: [{ lambdaFunctionAssociations: [{ lambdaArn: unknown }] }],
          },
          dependencies: { orderedCacheBehaviors: ["trigger"] },
        },
      ],
      "a permission for another function": [
        trigger,
        userPool({ preSignUp: arn }),
        {
          ...permission("sns.amazonaws.com"),
          props: { function: `${arn}-2`, principal: "sns.amazonaws.com" },
        },
      ],
    };
    for (const [what, stack] of Object.entries(exempt)) {
      it(`passes with ${what}`, () => {
        assert.deepEqual(judgeStack(rule, stack).violations, []);
      });
    }

    const called: Record<string, Declared> = {
      "a permission for a service": permission("apigateway.amazonaws.com"),
      "a permission for everybody": permission("*"),
      "a permission by name": {
        ...permission("sns.amazonaws.com"),
        props: { function: arn, principal: "sns.amazonaws.com" },
      },
      "a queue": calling("aws:lambda/eventSourceMapping:EventSourceMapping", "functionName"),
      "a URL": calling("aws:lambda/functionUrl:FunctionUrl", "functionName", arn),
      "an API": calling(
        "aws:apigateway/integration:Integration",
        "uri",
        `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
      ),
      "an HTTP API": calling("aws:apigatewayv2/integration:Integration", "integrationUri"),
    };
    for (const [what, caller] of Object.entries(called)) {
      it(`fails with a trigger that also has ${what}`, () => {
        const { violations } = judgeStack(rule, [trigger, userPool({ preSignUp: arn }), caller]);

        assert.deepEqual(
          violations.map(({ urn }) => urn?.split("::").at(-1)),
          ["trigger"],
        );
      });
    }

    it("fails with triggers that are not exempt", () => {
      const stack = [unknownArn, pool];

      assert.equal(judgeStack(rule, stack, { exemptTriggers: false }).violations.length, 1);
      assert.deepEqual(judgeStack(rule, stack, { exemptEdgeFunctions: false }).violations, []);
    });

    it("fails with edge functions that are not exempt", () => {
      const stack = [trigger, distribution];

      assert.equal(judgeStack(rule, stack, { exemptEdgeFunctions: false }).violations.length, 1);
      assert.deepEqual(judgeStack(rule, stack, { exemptTriggers: false }).violations, []);
    });
  });
});
