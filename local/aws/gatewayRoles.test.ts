import assert from "node:assert/strict";
import { gatewayMayAssume } from "./gatewayRoles.ts";

const arn = "arn:aws:iam::123456789012:role/r";

const mayAssume = (...statements: object[]): boolean => {
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const role = {
    type: "aws:iam/role:Role",
    name: "r",
    id: "r",
    inputs: { assumeRolePolicy },
    outputs: { arn },
  };
  return gatewayMayAssume([role], arn);
};
const allow = {
  Effect: "Allow",
  Principal: { Service: ["lambda.amazonaws.com", "apigateway.amazonaws.com"] },
  Action: ["sts:AssumeRole"],
};

describe("gatewayMayAssume", () => {
  it("allows it if the trust policy names API Gateway", () => {
    assert.ok(mayAssume(allow));
  });

  it("refuses everything else", () => {
    assert.ok(!mayAssume({ ...allow, Principal: { Service: "lambda.amazonaws.com" } }));
    assert.ok(!mayAssume({ ...allow, Principal: "*" }));
    assert.ok(!mayAssume({ ...allow, Action: "sts:TagSession" }));
    assert.ok(!mayAssume({ ...allow, Condition: { StringEquals: { "aws:SourceAccount": "1" } } }));
    assert.ok(!mayAssume(allow, { ...allow, Effect: "Deny" }));
    assert.ok(!gatewayMayAssume([], arn));
  });
});
