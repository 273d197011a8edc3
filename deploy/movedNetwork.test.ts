import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { requireFixedNetworks } from "./movedNetwork.ts";
import { PlanBuilder } from "./plan.ts";

const subnet = "aws:ec2/subnet:Subnet";

function planOf(type: string, before: object, after: object) {
  const builder = new PlanBuilder();
  const urn = `urn:pulumi:dev-eu-west-1::palisade::${type}::it`;
  const metadata = { op: "replace", type, urn, old: { inputs: before }, new: { inputs: after } };
  builder.add({ resourcePreEvent: { metadata } } as unknown as EngineEvent);
  return builder.build();
}

describe("requireFixedNetworks", () => {
  // Source: Amazon EC2 API Reference, "Error codes", InvalidSubnet.Conflict; Amazon VPC User Guide, "VPC
  // CIDR blocks": the primary range of a VPC can't be changed.
  for (const [type, before, after, move] of [
    [
      subnet,
      { availabilityZone: "eu-west-1a" },
      { availabilityZone: "eu-west-1b" },
      "availabilityZone from eu-west-1a to eu-west-1b",
    ],
    [
      subnet,
      { cidrBlock: "10.1.0.0/20", availabilityZone: "eu-west-1a" },
      { cidrBlock: "10.2.0.0/20", availabilityZone: "eu-west-1a" },
      "cidrBlock from 10.1.0.0/20 to 10.2.0.0/20",
    ],
    [
      "aws:ec2/vpc:Vpc",
      { cidrBlock: "10.1.0.0/16" },
      { cidrBlock: "10.2.0.0/16" },
      "cidrBlock from 10.1.0.0/16 to 10.2.0.0/16",
    ],
  ] as const) {
    it(`refuses ${type}: ${move}`, () => {
      const stack = { name: "dev-eu-west-1", plan: planOf(type, before, after) };

      assert.throws(() => requireFixedNetworks([stack]), {
        name: "MovedNetworkError",
        message: new RegExp(
          `would move:\n  dev-eu-west-1\n    ${type} it: ${move}\nUndo the change`,
        ),
      });
    });
  }

  for (const [type, before, after] of [
    [subnet, { vpcId: "vpc-1" }, { vpcId: "vpc-2" }],
    ["aws:lb/loadBalancer:LoadBalancer", { name: "a" }, { name: "b" }],
  ] as const) {
    it(`accepts another replacement: ${type}`, () => {
      requireFixedNetworks([{ name: "dev-eu-west-1", plan: planOf(type, before, after) }]);
    });
  }
});
