import assert from "node:assert/strict";
import { mock } from "node:test";
import { output } from "@pulumi/pulumi/output.js";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi/resource.js";
import { type Recorded, recordResources } from "../../../tests/support/recordResources.ts";
import type { Properties } from "../../graph/resource.ts";
import { Vpc } from "./vpc.ts";
import { readVpcArgs } from "./vpcArgs.ts";

const s3 = "com.amazonaws.us-east-1.s3";
const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

const inputs = (more: Properties = {}): Properties => ({
  availabilityZoneNames: zones.slice(0, 2),
  availabilityZoneCidrMask: 18,
  subnetStrategy: "Auto",
  natGateways: { strategy: "OnePerAz" },
  subnetSpecs: [
    { type: "Public", name: "nat", cidrMask: 26 },
    { type: "Private", name: "private", cidrMask: 20 },
    { type: "Isolated", name: "data", cidrMask: 24 },
  ],
  vpcEndpointStrategy: "Auto",
  vpcEndpointSpecs: [{ serviceName: s3 }],
  ...more,
});

const create = (more?: Properties, options?: ComponentResourceOptions) =>
  new Vpc("net", readVpcArgs("net", inputs(more)), options);

const record = (more?: Properties): Promise<Recorded> => recordResources(() => create(more));

/** Each child and its parent as `<type> <name>`. */
async function recordParents(more?: Properties): Promise<Record<string, string>> {
  const titles = new Map<Resource, string>();
  const parents: Record<string, string> = {};
  await recordResources(() =>
    create(more, {
      transformations: [
        ({ resource, type, name, opts }) => {
          const title = type.startsWith("awsx:") ? "awsx" : `${type.split(":").at(-1)} ${name}`;
          titles.set(resource, title);
          if (opts.parent) parents[title] = titles.get(opts.parent) ?? "unknown";
          return undefined;
        },
      ],
    }),
  );
  return parents;
}

/** The resources that the real provider creates for one subnet. */
const ofSubnet = (subnet: string): Record<string, string> => ({
  [`Subnet ${subnet}`]: "Vpc net",
  [`RouteTable ${subnet}`]: `Subnet ${subnet}`,
  [`RouteTableAssociation ${subnet}`]: `RouteTable ${subnet}`,
});

const ofZone = (zone: number): Record<string, string> => ({
  ...ofSubnet(`net-nat-${zone}`),
  ...ofSubnet(`net-private-${zone}`),
  ...ofSubnet(`net-data-${zone}`),
  [`Route net-nat-${zone}`]: `RouteTable net-nat-${zone}`,
  [`Route net-private-${zone}`]: `RouteTable net-private-${zone}`,
  [`Eip net-${zone}`]: `Subnet net-nat-${zone}`,
  [`NatGateway net-${zone}`]: `Subnet net-nat-${zone}`,
});

describe("awsx.ec2.Vpc", () => {
  it("creates exactly these resources", async () => {
    const { counts, resources } = await record();

    assert.equal(resources.length, 30);
    assert.deepEqual(counts, {
      Vpc: 2, // The component and its VPC.
      InternetGateway: 1,
      Subnet: 6,
      RouteTable: 6,
      RouteTableAssociation: 6,
      Route: 4,
      Eip: 2,
      NatGateway: 2,
      VpcEndpoint: 1,
    });
  });

  for (const count of [2, 3]) {
    it(`gives its children the names and parents of awsx in ${count} zones`, async () => {
      const parents = await recordParents({ availabilityZoneNames: zones.slice(0, count) });

      const numbers = Array.from({ length: count }, (_, index) => index + 1);
      assert.deepEqual(parents, {
        "Vpc net": "awsx",
        "InternetGateway net": "Vpc net",
        [`VpcEndpoint ${s3}`]: "Vpc net",
        ...Object.assign({}, ...numbers.map(ofZone)),
      });
    });
  }

  it("gets another zone by additions only, except for the endpoints' route tables", async () => {
    const before = await record();
    const after = await record({ availabilityZoneNames: zones });

    const { routeTableIds: tablesBefore, ...endpointBefore } = before.inputs("VpcEndpoint", s3);
    const { routeTableIds: tablesAfter, ...endpointAfter } = after.inputs("VpcEndpoint", s3);
    assert.deepEqual((tablesAfter as string[]).slice(0, 6), tablesBefore);
    assert.deepEqual(endpointAfter, endpointBefore);
    const titled = ({ resources }: Recorded) =>
      new Map(resources.map(({ type, name, inputs: given }) => [`${type} ${name}`, given]));
    const given = titled(after);
    for (const [title, unchanged] of titled(before)) {
      if (!title.endsWith(s3)) assert.deepEqual(given.get(title), unchanged, title);
    }
    assert.equal(after.resources.length, 30 + 13);
  });

  it("routes public subnets to the internet, private ones to their zone's NAT gateway, and no others", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.names("Route").toSorted(), [
      "net-nat-1",
      "net-nat-2",
      "net-private-1",
      "net-private-2",
    ]);
    assert.deepEqual(recorded.inputs("Route", "net-nat-2"), {
      routeTableId: "net-nat-2-id",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "net-id",
    });
    assert.deepEqual(recorded.inputs("Route", "net-private-2"), {
      routeTableId: "net-private-2-id",
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: "net-2-id",
    });
    assert.deepEqual(recorded.inputs("NatGateway", "net-2"), {
      subnetId: "net-nat-2-id",
      allocationId: "net-2-id",
      tags: { Name: "net-2" },
    });
  });

  it("has one NAT gateway for all zones with the strategy Single", async () => {
    const recorded = await record({ natGateways: { strategy: "Single" } });

    assert.deepEqual(recorded.names("NatGateway"), ["net-1"]);
    assert.deepEqual(recorded.names("Eip"), ["net-1"]);
    assert.equal(recorded.inputs("Route", "net-private-2")["natGatewayId"], "net-1-id");
  });

  it("has no NAT gateway and no route to one with the strategy None", async () => {
    const recorded = await record({ natGateways: { strategy: "None" } });

    assert.equal(recorded.counts["NatGateway"], undefined);
    assert.equal(recorded.counts["Eip"], undefined);
    assert.deepEqual(recorded.names("Route"), ["net-nat-1", "net-nat-2"]);
  });

  it("assigns public addresses in public subnets only", async () => {
    const recorded = await record();

    const handsOut = (name: string) => recorded.inputs("Subnet", name)["mapPublicIpOnLaunch"];
    assert.deepEqual(["net-nat-1", "net-private-1", "net-data-1"].map(handsOut), [
      true,
      false,
      false,
    ]);
    assert.equal(recorded.inputs("Subnet", "net-data-2")["availabilityZone"], "us-east-1b");
  });

  it("passes on tags, region and the VPC's settings", async () => {
    const recorded = await record({
      tags: { team: "api" },
      region: "us-east-1",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      subnetSpecs: [
        { type: "Public", tags: { team: "edge", use: "nat" } },
        { type: "Private", cidrMask: 20 },
      ],
    });

    assert.deepEqual(recorded.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc")?.inputs, {
      cidrBlock: "10.0.0.0/16",
      region: "us-east-1",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: "net", team: "api" },
    });
    assert.deepEqual(recorded.inputs("Subnet", "net-public-1")["tags"], {
      Name: "net-public-1",
      SubnetType: "Public",
      team: "edge",
      use: "nat",
    });
    assert.deepEqual(recorded.inputs("RouteTable", "net-public-1")["tags"], {
      Name: "net-public-1",
      SubnetType: "Public",
      team: "api",
    });
    assert.deepEqual(recorded.inputs("Eip", "net-1")["tags"], { Name: "net-1", team: "api" });
    const regions = recorded.resources.slice(1).map(({ inputs: given }) => given["region"]);
    assert.deepEqual(new Set(regions), new Set(["us-east-1"]));
  });

  it("gives gateway endpoints all route tables, unless they set their own", async () => {
    const own = { serviceName: "own", vpcEndpointType: "Gateway", routeTableIds: ["rtb-1"] };
    const recorded = await record({ vpcEndpointSpecs: [{ serviceName: s3 }, own] });

    assert.deepEqual(recorded.inputs("VpcEndpoint", s3), {
      serviceName: s3,
      vpcId: "net-id",
      tags: { Name: "net" },
      routeTableIds: [
        "net-nat-1-id",
        "net-private-1-id",
        "net-data-1-id",
        "net-nat-2-id",
        "net-private-2-id",
        "net-data-2-id",
      ],
    });
    assert.deepEqual(recorded.inputs("VpcEndpoint", "own")["routeTableIds"], ["rtb-1"]);
  });

  it("warns of a gateway endpoint without route tables", async () => {
    const warn = mock.method(console, "warn", () => undefined);
    const recorded = await record({ vpcEndpointStrategy: "Legacy" }).finally(() =>
      warn.mock.restore(),
    );

    assert.equal(recorded.inputs("VpcEndpoint", s3)["routeTableIds"], undefined);
    assert.match(String(warn.mock.calls[0]?.arguments), /s3" has no routeTableIds, so no subnet/);
  });

  it("has the outputs that awsx documents", async () => {
    let outputs: Record<string, unknown> = {};
    await recordResources(async () => {
      const { publicSubnetIds, privateSubnetIds, isolatedSubnetIds, vpcId, ...others } =
        create().outputs;
      const ids = { publicSubnetIds, privateSubnetIds, isolatedSubnetIds, vpcId };
      const known = await new Promise<object>((resolve) => output(ids).apply(resolve));
      const lengths = Object.entries(others).map(([key, value]) => [key, [value].flat().length]);
      outputs = { ...known, ...Object.fromEntries(lengths) };
    });

    assert.deepEqual(outputs, {
      vpcId: "net-id",
      publicSubnetIds: ["net-nat-1-id", "net-nat-2-id"],
      privateSubnetIds: ["net-private-1-id", "net-private-2-id"],
      isolatedSubnetIds: ["net-data-1-id", "net-data-2-id"],
      vpc: 1,
      internetGateway: 1,
      subnets: 6,
      publicSubnets: 2,
      privateSubnets: 2,
      isolatedSubnets: 2,
      subnetLayout: 3,
      routeTables: 6,
      routeTableAssociations: 6,
      routes: 4,
      natGateways: 2,
      eips: 2,
      vpcEndpoints: 1,
    });
  });
});
