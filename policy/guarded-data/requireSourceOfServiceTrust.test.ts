import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { requireSourceOfServiceTrust as rule } from "./requireSourceOfServiceTrust.ts";

const found = (service: unknown, Condition?: object, config: object = {}) => {
  const statement = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: service },
    Condition,
  };
  const assumeRolePolicy = JSON.stringify({ Statement: [statement] });
  return judge(rule, { type: "aws:iam/role:Role", props: { assumeRolePolicy } }, config).violations;
};

describe("require-source-of-service-trust", () => {
  it("passes with an account or a resource", () => {
    const tasks = "ecs-tasks.amazonaws.com";

    assert.deepEqual(found(tasks, { StringEquals: { "aws:SourceAccount": "123456789012" } }), []);
    assert.deepEqual(
      found(tasks, { ArnLike: { "AWS:SourceArn": "arn:aws:ecs:us-east-1:123456789012:*" } }),
      [],
    );
  });

  it("passes for services that don't send the source account", () => {
    assert.deepEqual(found(["lambda.amazonaws.com", "ec2.amazonaws.com"]), []);
  });

  it("fails for a service that sends the source account", () => {
    const [violation, ...others] = found(["lambda.amazonaws.com", "vpc-flow-logs.amazonaws.com"]);

    assert.deepEqual(others, []);
    assert.match(
      violation!.message,
      /vpc-flow-logs\.amazonaws\.com may .*: assumeRolePolicy\.Statement\[0\] has no condition/,
    );
  });

  // aws.iam.assumeRolePolicyForPrincipal in pulumi/examples' aws-ts-stepfunctions.
  it("fails for a service under its name in a region", () => {
    const [violation] = found("states.us-west-2.amazonaws.com");

    assert.match(violation!.message, /states\.us-west-2\.amazonaws\.com may assume/);
  });

  it("fails with a condition on something else", () => {
    assert.equal(
      found("states.amazonaws.com", { Bool: { "aws:SecureTransport": "true" } }).length,
      1,
    );
  });

  it("passes for text messages of users with their pool's external id", () => {
    const cognito = "cognito-idp.amazonaws.com";
    const condition = (id: string) => ({ StringEquals: { "sts:ExternalId": id } });

    assert.deepEqual(found(cognito, condition("4f1c2a")), []);
    assert.equal(found(cognito).length, 1);
    assert.equal(found(cognito, { StringLike: { "sts:ExternalId": "*" } }).length, 1);
    assert.equal(found([cognito, "states.amazonaws.com"], condition("4f1c2a")).length, 1);
  });

  it("checks the configured services", () => {
    assert.equal(
      found("lambda.amazonaws.com", {}, { services: ["lambda.amazonaws.com"] }).length,
      1,
    );
  });

  it("is an advisory", () => assert.equal(rule.level, "advisory"));
});
