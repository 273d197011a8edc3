import assert from "node:assert/strict";
import { loadTypeSchemas, type TypeSchemas } from "./index.ts";

describe("AWS's schemas for resources of Cloud Control", function () {
  this.timeout(60_000);
  let schemas: TypeSchemas;
  before(async () => {
    schemas = await loadTypeSchemas("us-east-1", console.log);
  });

  const check = (typeName: string, desiredState: unknown) =>
    schemas
      .check("aws:cloudcontrol/resource:Resource", { typeName, desiredState })
      .map(({ property, reason }) => `${property} ${reason}`);
  const pool = (state: object) => check("AWS::Cognito::UserPool", JSON.stringify(state));

  it("accept what the named type has", () => {
    const LambdaConfig = { PreSignUp: "arn:aws:lambda:us-east-1:123456789012:function:a" };

    assert.deepEqual(pool({ UserPoolName: "users", LambdaConfig, MfaConfiguration: "ON" }), []);
  });

  it("refuse another name, type or value, at any depth", () => {
    assert.deepEqual(pool({ PoolName: "users" }), [
      "desiredState.PoolName is not a property that AWS accepts here",
    ]);
    assert.deepEqual(pool({ LambdaConfig: { KmsKeyId: "arn" } }), [
      "desiredState.LambdaConfig.KmsKeyId is not a property that AWS accepts here",
    ]);
    assert.equal(pool({ MfaConfiguration: "SOMETIMES" }).length, 1);
    assert.equal(pool({ Policies: { PasswordPolicy: { MinimumLength: "long" } } }).length, 1);
  });

  it("refuse a resource without a required property, and what is no JSON", () => {
    assert.match(
      check("AWS::Cognito::UserPoolReplica", JSON.stringify({ UserPoolId: "a" })).join(),
      /RegionName is required/,
    );
    assert.match(check("AWS::Cognito::UserPool", "{").join(), /desiredState must be JSON/);
  });

  it("leave alone what is unknown, and types without a schema", () => {
    assert.deepEqual(check("AWS::No::Type", "{"), []);
    assert.deepEqual(check("AWS::Cognito::UserPool", undefined), []);
  });
});
