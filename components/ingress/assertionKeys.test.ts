import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { type AssertionOptions, assertionRule, createAssertionKeys } from "./assertionKeys.ts";
import { VpcProxy } from "./index.ts";

/** A service's keys, its variables as a parameter's value, and its function. */
async function record(given: AssertionOptions) {
  const recorded = await recordResources(() => {
    const { signing, variables } = createAssertionKeys("dev-orders", "orders", given, {});
    new aws.ssm.Parameter("service", { type: "String", value: pulumi.jsonStringify(variables) });
    new VpcProxy("proxy", {
      serviceName: "orders",
      serviceUrl: "http://internal-orders.elb.amazonaws.com",
      servicePort: 80,
      serviceSecurityGroupId: "sg-service",
      vpcId: "vpc-1",
      subnetIds: ["private-1"],
      assertion: { ...signing, endpointsSecurityGroupId: "sg-endpoints" },
    });
  });
  const { value } = recorded.inputs("Parameter", "service");
  return { recorded, variables: JSON.parse(String(value)) as Record<string, string> };
}

const keysOf = ({ ASSERTION_JWKS: jwks = "{}" }: Record<string, string>) =>
  (JSON.parse(jwks) as { keys: Record<string, string>[] }).keys;

describe("assertion keys", () => {
  it("are one P-256 key for signatures by default", async () => {
    const { recorded, variables } = await record({});

    assert.deepEqual(recorded.names("Key"), ["dev-orders-assertion-1"]);
    const { customerMasterKeySpec, keyUsage } = recorded.inputs("Key", "dev-orders-assertion-1");
    assert.deepEqual([customerMasterKeySpec, keyUsage], ["ECC_NIST_P256", "SIGN_VERIFY"]);
    const [key, ...others] = keysOf(variables);
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(key!).sort(), ["crv", "kid", "kty", "x", "y"]);
    assert.deepEqual([key!["kid"], variables["ASSERTION_AUDIENCE"]], ["1", "orders"]);
  });

  it("are all known to the service while one signs", async () => {
    const { recorded, variables } = await record({ keys: ["2026", "2027"], active: "2026" });

    assert.deepEqual(
      keysOf(variables).map(({ kid }) => kid),
      ["2026", "2027"],
    );
    const { environment } = recorded.inputs("Function", "proxy");
    const { variables: own } = environment as { variables: Record<string, string> };
    assert.equal(own["ASSERTION_KEY_ID"], "2026");
    assert.match(own["ASSERTION_KEY_ARN"]!, /dev-orders-assertion-2026$/);
  });

  it("let the function sign with the active one alone, and reach the endpoints", async () => {
    const { recorded } = await record({ keys: ["1", "2"] });

    const { policy } = recorded.inputs("RolePolicy", "proxy");
    const { Statement } = JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] };
    const signing = Statement.filter(({ Action }) => JSON.stringify(Action).includes("kms:"));
    assert.deepEqual(
      signing.map(({ Action, Resource }) => [Action, Resource]),
      [[["kms:Sign"], ["arn:aws:test:::aws:kms/key:Key/dev-orders-assertion-2"]]],
    );
    const rule = recorded.inputs("SecurityGroupEgressRule", "proxy-to-kms");
    assert.deepEqual(
      [rule["referencedSecurityGroupId"], rule["fromPort"], rule["toPort"]],
      ["sg-endpoints", 443, 443],
    );
  });

  it("stay unknown to a service that does not enforce yet", async () => {
    assert.deepEqual((await record({ enforce: false })).variables, {});
  });

  const wrong: [unknown, RegExp][] = [
    [{ keys: [] }, /keys/],
    [{ keys: ["a", "a"] }, /keys/],
    [{ keys: ["a b"] }, /keys\[0\]/],
    [{ keys: ["a"], active: "b" }, /active/],
    [{ enforce: "no" }, /enforce/],
    [{ key: "1" }, /key/],
  ];
  for (const [given, argument] of wrong) {
    it(`can't be ${JSON.stringify(given)}`, () => {
      const [fault, ...others] = assertionRule(given, "");
      assert.deepEqual(others, []);
      assert.match(fault!.argument, argument);
    });
  }
});
