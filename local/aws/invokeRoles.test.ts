import assert from "node:assert/strict";
import type { Properties, Resource } from "../graph/resource.ts";
import { gatewayMayInvokeAs } from "./invokeRoles.ts";

const roleArn = "arn:aws:iam::123456789012:role/r";
const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:f";

const resource = (kind: string, id: string, inputs: Properties, arn?: string): Resource => {
  return { type: `aws:iam/${kind}`, name: id, id, inputs, outputs: { arn } };
};
const trust = (Service: string) =>
  JSON.stringify({
    Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } },
  });
const role = (more: Properties = {}, service = "apigateway.amazonaws.com") =>
  resource("role:Role", "r", { assumeRolePolicy: trust(service), ...more }, roleArn);
const statement = (more: object) => ({
  Effect: "Allow",
  Action: "lambda:InvokeFunction",
  Resource: functionArn,
  ...more,
});
const policy = (...Statement: object[]) => JSON.stringify({ Statement });
const inline = (given: string, of = "r") =>
  resource("rolePolicy:RolePolicy", "p", { role: of, policy: given });
const attached = (policyArn: string) =>
  resource("rolePolicyAttachment:RolePolicyAttachment", "a", { role: "r", policyArn });

// Source: API Gateway Developer Guide, "Configure an API Gateway Lambda authorizer" (authorizerCredentials), and IAM
// User Guide, "Policy evaluation logic".
describe("a role of API Gateway", () => {
  const allowing = policy(statement({}));
  const policyArn = "arn:aws:iam::123456789012:policy/invoke";
  const own = (given: string) => resource("policy:Policy", policyArn, { policy: given }, policyArn);
  const boundary = role({ permissionsBoundary: policyArn });
  const forSeveral = resource("policyAttachment:PolicyAttachment", "a", {
    roles: ["other", "r"],
    policyArn,
  });
  for (const [title, resources] of [
    ["a policy of the stack", [role(), own(allowing), attached(policyArn)]],
    ["a policy of several roles", [role(), own(allowing), forSeveral]],
    ["a boundary that allows it", [boundary, own(allowing), inline(allowing)]],
    ["an inline policy", [role(), inline(allowing)]],
    ["a policy on every function", [role(), inline(policy(statement({ Resource: "*" })))]],
    ["a policy of the role", [role({ inlinePolicies: [{ policy: allowing }] })]],
    ["AWS's policy", [role(), attached("arn:aws:iam::aws:policy/service-role/AWSLambdaRole")]],
    [
      "AWS's policy as the role's",
      [role({ managedPolicyArns: ["arn:aws:iam::aws:policy/AWSLambda_FullAccess"] })],
    ],
  ] as const) {
    it(`may invoke a function with ${title}`, () => {
      assert.ok(gatewayMayInvokeAs(resources, roleArn, functionArn));
    });
  }

  for (const [title, resources] of [
    ["that is unknown", [inline(allowing)]],
    ["with a policy of another stack", [role(), attached(policyArn)]],
    ["with a policy of the stack that nobody attached", [role(), own(allowing)]],
    [
      "with a boundary that does not allow it",
      [boundary, own(policy(statement({ Action: "s3:*" }))), inline(allowing)],
    ],
    ["with an unknown boundary", [boundary, inline(allowing)]],
    ["with a policy that can't be evaluated", [role(), inline(allowing), inline("{")]],
    ["that API Gateway may not assume", [role({}, "lambda.amazonaws.com"), inline(allowing)]],
    ["without a policy", [role()]],
    ["with another role's policy", [role(), inline(allowing, "other")]],
    ["for another function", [role(), inline(policy(statement({ Resource: `${functionArn}2` })))]],
    ["for another action", [role(), inline(policy(statement({ Action: "lambda:GetFunction" })))]],
    ["on a condition", [role(), inline(policy(statement({ Condition: { Bool: {} } })))]],
    ["that is denied", [role(), inline(allowing), inline(policy(statement({ Effect: "Deny" })))]],
    [
      "that is denied on a condition",
      [role(), inline(policy(statement({}), statement({ Effect: "Deny", Condition: {} })))],
    ],
    ["with AWS's policy for logs", [role(), attached("arn:aws:iam::aws:policy/CloudWatchLogs")]],
  ] as const) {
    it(`may not invoke a function ${title}`, () => {
      assert.ok(!gatewayMayInvokeAs(resources, roleArn, functionArn));
    });
  }
});
