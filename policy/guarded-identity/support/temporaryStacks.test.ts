import assert from "node:assert/strict";
import { ResourceView } from "../../model/resourceView.ts";
import { isTemporary, temporaryStacks } from "./temporaryStacks.ts";

const type = "aws:cognito/userPool:UserPool";
const inStack = (stack: string) =>
  new ResourceView({
    type,
    name: "users",
    urn: `urn:pulumi:${stack}::dev::${type}::dev`,
    props: {},
  });

describe("isTemporary", () => {
  for (const [stack, expected] of [
    ["dev", true],
    ["dev-us-east-1", true],
    ["orders.Dev", true],
    ["local_eu", true],
    ["prod-us-east-1", false],
    ["devices-prod", false],
    ["staging", false],
    ["latest", false],
  ] as const) {
    it(`is ${expected} for ${stack}, whatever project and resource are called`, () => {
      assert.equal(isTemporary(inStack(stack), temporaryStacks.default), expected);
    });
  }
});
