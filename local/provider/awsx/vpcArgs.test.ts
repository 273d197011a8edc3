import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi/output.js";
import type { Properties } from "../../graph/resource.ts";
import { readVpcArgs } from "./vpcArgs.ts";

const inputs: Properties = {
  availabilityZoneNames: ["us-east-1a", "us-east-1b"],
  subnetStrategy: "Auto",
  subnetSpecs: [{ type: "Public" }, { type: "Private", cidrMask: 20 }],
};

const read = (more: Properties) => readVpcArgs("net", { ...inputs, ...more });

describe("the arguments of awsx.ec2.Vpc", () => {
  it("have awsx's defaults", () => {
    const { cidrBlock, natStrategy, endpointSpecs, endpointStrategy } = read({});

    assert.deepEqual(
      { cidrBlock, natStrategy, endpointSpecs, endpointStrategy },
      {
        cidrBlock: "10.0.0.0/16",
        natStrategy: "OnePerAz",
        endpointSpecs: [],
        endpointStrategy: "Legacy",
      },
    );
  });

  const interfaceEndpoint = { serviceName: "logs", vpcEndpointType: "Interface" };

  it("may contain interface endpoints without the strategy Auto", () => {
    const { endpointSpecs } = read({ vpcEndpointSpecs: [interfaceEndpoint] });

    assert.deepEqual(endpointSpecs, [interfaceEndpoint]);
  });

  for (const [wrong, message] of [
    [{ subnetStrategy: undefined }, /"net": subnetStrategy is "Legacy"; allowed: Auto/],
    [{ subnetStrategy: "Exact" }, /subnetStrategy is "Exact"; allowed: Auto/],
    [
      { ipv4IpamPoolId: "pool" },
      /ipv4IpamPoolId is not supported by the local platform; allowed: ena/,
    ],
    [
      { numberOfAvailabilityZones: 2 },
      /numberOfAvailabilityZones is not supported .*; allowed: ena/,
    ],
    [{ assignGeneratedIpv6CidrBlock: true }, /assignGeneratedIpv6CidrBlock is not supported/],
    [{ subnetNameTagStrategy: "AvailabilityZone" }, /subnetNameTagStrategy/],
    [{ availabilityZoneNames: undefined }, /availabilityZoneNames is undefined; allowed: a list/],
    [{ availabilityZoneNames: ["a", "a"] }, /availabilityZoneNames is \["a","a"\].*different/],
    [{ availabilityZoneNames: [1] }, /availabilityZoneNames\[0\] is 1; allowed: a string/],
    [{ subnetSpecs: [] }, /subnetSpecs is \[\]; allowed: a list/],
    [{ subnetSpecs: [{ type: "Open" }] }, /subnetSpecs\[0\].type is "Open"; allowed: Public, Priv/],
    [
      { subnetSpecs: [{ type: "Public", size: 256 }] },
      /subnetSpecs\[0\].size is not supported .*; allowed: type, name/,
    ],
    [{ subnetSpecs: ["Public"] }, /subnetSpecs\[0\] is "Public"; allowed: an object/],
    [{ natGateways: { strategy: "Two" } }, /natGateways.strategy is "Two"; allowed: OnePerAz, Sin/],
    [{ natGateways: { elasticIpAllocationIds: ["a"] } }, /natGateways.elasticIpAllocationIds is/],
    [{ subnetSpecs: [{ type: "Private" }] }, /natGateways.strategy is "OnePerAz"; allowed: None/],
    [{ subnetSpecs: [{ type: "Public" }] }, /natGateways.strategy is "OnePerAz"; allowed: None/],
    [{ vpcEndpointStrategy: "All" }, /vpcEndpointStrategy is "All"; allowed: Legacy, Auto/],
    [{ vpcEndpointSpecs: [{}] }, /vpcEndpointSpecs\[0\].serviceName is undefined/],
    [
      { vpcEndpointStrategy: "Auto", vpcEndpointSpecs: [interfaceEndpoint] },
      /vpcEndpointSpecs\[0\].vpcEndpointType is "Interface"; allowed: Gateway/,
    ],
  ] as const) {
    it(`can't be ${JSON.stringify(wrong, (_, value: unknown) => value ?? null)}`, () => {
      assert.throws(() => read(wrong), { name: "AwsxArgumentError", message });
    });
  }

  it("can't be outputs if the layout depends on them", () => {
    assert.throws(() => read({ cidrBlock: output("10.0.0.0/16") }), {
      name: "AwsxArgumentError",
      message: /cidrBlock is another resource's output; allowed: a string, but not an output/,
    });
  });
});
