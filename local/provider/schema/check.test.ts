import assert from "node:assert/strict";
import type { Properties } from "../../graph/resource.ts";
import { signatureKey, unknownValue } from "../../../project/signatures.ts";
import { loadTypeSchemas, type TypeSchemas } from "./index.ts";
import { accepted } from "./testing/accepted.ts";
import { refusedEdge } from "./testing/refusedEdge.ts";
import { refusedIdentity } from "./testing/refusedIdentity.ts";
import { refusedServices } from "./testing/refusedServices.ts";
import { refusedShapes } from "./testing/refusedShapes.ts";
import { refusedValues } from "./testing/refusedValues.ts";
import { vpc } from "./testing/samples.ts";

/** The inputs with one unknown value, once for each place. */
function withUnknowns(value: unknown): unknown[] {
  if (value === null || typeof value !== "object" || !isPlain(value)) return [unknownValue];
  const places = Object.keys(value).flatMap((key) =>
    withUnknowns((value as Properties)[key]).map((one) =>
      Array.isArray(value) ? value.with(Number(key), one) : { ...value, [key]: one },
    ),
  );
  return [...places, unknownValue];
}

/** The inputs with all values unknown. */
function allUnknown(value: unknown): unknown {
  if (value === null || typeof value !== "object" || !isPlain(value)) return unknownValue;
  if (Array.isArray(value)) return value.map(allUnknown);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, allUnknown(one)]));
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

describe("AWS's schemas of resource types", function () {
  this.timeout(120_000);
  let schemas: TypeSchemas;

  before(async () => {
    schemas = await loadTypeSchemas("us-east-1", console.log);
  });

  describe("accept", () => {
    for (const [type, inputs] of Object.entries(accepted)) {
      it(type, () => assert.deepEqual(schemas.check(type, inputs), []));
    }

    it("unknown types", () => {
      assert.deepEqual(schemas.check("random:index/randomId:RandomId", { byteLength: -1 }), []);
    });

    it("unknown properties, and those that the engine adds", () => {
      const inputs = { ...accepted["aws:ec2/vpc:Vpc"], __defaults: [], unheardOf: { a: [1] } };

      assert.deepEqual(schemas.check("aws:ec2/vpc:Vpc", inputs), []);
    });
  });

  describe("refuse", () => {
    for (const [kind, type, inputs, property, reason] of [
      ...refusedValues,
      ...refusedShapes,
      ...refusedServices,
      ...refusedEdge,
      ...refusedIdentity,
    ]) {
      it(`${kind}: ${type} ${JSON.stringify(inputs).slice(0, 80)}`, () => {
        const failures = schemas.check(type, { ...accepted[type], ...inputs });

        assert.deepEqual(
          failures.map((failure) => failure.property),
          [property],
          JSON.stringify(failures),
        );
        assert.match(failures[0]!.reason, reason);
      });
    }

    it("without showing a password", () => {
      const [failure] = schemas.check("aws:rds/instance:Instance", {
        ...accepted["aws:rds/instance:Instance"],
        password: ["hunter2"],
      });

      assert.equal(failure?.reason, "must be a string");
    });
  });

  describe("ignore unknown values", () => {
    for (const [type, inputs] of Object.entries(accepted)) {
      it(type, () => {
        for (const properties of [...withUnknowns(inputs).slice(0, -1), allUnknown(inputs)]) {
          assert.deepEqual(
            schemas.check(type, properties as Properties),
            [],
            JSON.stringify(properties),
          );
        }
      });
    }

    it("in every form", () => {
      const failures = [
        schemas.check("aws:ec2/securityGroup:SecurityGroup", {
          ingress: [{ protocol: unknownValue, fromPort: unknownValue, cidrBlocks: [unknownValue] }],
        }),
        schemas.check("aws:lambda/function:Function", {
          code: { [signatureKey]: "0def7320c3a5731c473e5ecbe6d01bc7" },
          role: unknownValue,
          environment: { variables: { A_URL: unknownValue } },
          vpcConfig: { subnetIds: [unknownValue, unknownValue], securityGroupIds: unknownValue },
        }),
        schemas.check("aws:lb/loadBalancer:LoadBalancer", { subnets: unknownValue }),
        schemas.check("aws:ec2/vpcEndpoint:VpcEndpoint", {
          vpcId: unknownValue,
          routeTableIds: [unknownValue, "rtb-0123abcd", unknownValue],
        }),
        schemas.check("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
          ...accepted["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
          cidrIpv6: unknownValue,
        }),
      ];

      assert.deepEqual(failures.flat(), []);
    });

    it("but refuse known values", () => {
      const failures = schemas.check("aws:ec2/flowLog:FlowLog", {
        vpcId: unknownValue,
        trafficType: "EVERYTHING",
      });

      assert.deepEqual(
        failures.map(({ property }) => property),
        ["trafficType"],
      );
    });
  });

  it("list the properties that they check", () => {
    const { checked, unchecked } = schemas.coverage("aws:lb/targetGroup:TargetGroup", {
      port: 80,
      healthCheck: { path: "/" },
      deregistrationDelay: 30,
      stickiness: [{ type: "lb_cookie" }],
      tags: { a: "b", c: "d" },
    });

    assert.deepEqual(checked, ["port", "healthCheck.path", "tags"]);
    assert.deepEqual(unchecked, ["deregistrationDelay", "stickiness.type"]);
  });

  it("exist for an unknown region", async () => {
    const there = await loadTypeSchemas("mars-north-1", console.log);

    assert.equal(there.check("aws:ec2/subnet:Subnet", { cidrBlock: "x", vpcId: vpc }).length, 1);
  });
});
