import assert from "node:assert/strict";
import type { Properties, Resource } from "../graph/resource.ts";
import { gatewayMayInvoke, type GatewayPart } from "./permissions.ts";

const apiArn = "arn:aws:execute-api:us-east-1:123456789012:api";

const lambdaFunction: Resource = {
  type: "aws:lambda/function:Function",
  name: "proxy",
  id: "proxy-1",
  inputs: {},
  outputs: { arn: "arn:aws:lambda:us-east-1:123456789012:function:proxy-1" },
};

const permission = (inputs: Properties): Resource => ({
  type: "aws:lambda/permission:Permission",
  name: "permission",
  id: "permission",
  inputs: { principal: "apigateway.amazonaws.com", function: "proxy-1", ...inputs },
  outputs: {},
});

const mayInvoke = (permissions: Resource[], part: GatewayPart = "methods") =>
  gatewayMayInvoke(permissions, lambdaFunction, apiArn, part);

describe("gatewayMayInvoke", () => {
  it("requires a permission", () => {
    assert.equal(mayInvoke([]), false);
  });

  for (const [expected, inputs] of [
    [true, {}],
    [true, { sourceArn: `${apiArn}/*/*` }],
    [true, { sourceArn: `${apiArn}/live/GET/orders`, function: lambdaFunction.outputs["arn"] }],
    [false, { sourceArn: `${apiArn}2/*/*` }],
    [false, { function: "other" }],
    [false, { principal: "cognito-idp.amazonaws.com" }],
  ] as const) {
    it(`${expected ? "admits" : "refuses"} with ${JSON.stringify(inputs)}`, () => {
      assert.equal(mayInvoke([permission(inputs)]), expected);
    });
  }

  for (const [methods, authorizers, source] of [
    [true, true, ""],
    [true, true, "/*"],
    [true, true, "/*/*"],
    [true, false, "/*/*/*"],
    [true, false, "/live/*"],
    [false, true, "/authorizers/*"],
    [false, true, "/authorizers/a1b2c3"],
  ] as const) {
    it(`distinguishes authorizers and methods for the source <api>${source}`, () => {
      const permissions = [permission({ sourceArn: `${apiArn}${source}` })];

      assert.equal(mayInvoke(permissions, "methods"), methods);
      assert.equal(mayInvoke(permissions, "authorizers"), authorizers);
    });
  }
});
