import assert from "node:assert/strict";
import {
  apiOfEcr,
  fromGroup,
  log,
  network,
  type Resource,
  s3,
  subnet,
  toInternet,
} from "./testing/resources.ts";
import { resource, TestRegion } from "./testing/testRegion.ts";

// Codes are those of the named pages, sentences those of public reports. Nothing was tried on AWS.

describe("a region's network", () => {
  let region: TestRegion;

  beforeEach(async () => (region = await TestRegion.create()));
  afterEach(() => region.delete());

  const second = { vpcId: "$vpc", routeTableIds: ["$table"] };
  const cases: readonly (readonly [page: string, Resource, refusal: string])[] = [
    [
      "EC2 API Reference, CreateVpc; VPC User Guide, VPC CIDR blocks",
      ["vpc", "x", { cidrBlock: "10.0.0.0/8" }],
      "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.",
    ],
    [
      "EC2 API Reference, Error codes: InvalidSubnet.Conflict",
      ["subnet", "x", subnet("10.0.8.0/24", "eu-west-1c")],
      "InvalidSubnet.Conflict: The CIDR '10.0.8.0/24' conflicts with another subnet",
    ],
    [
      "EC2 API Reference, Error codes: InvalidSubnet.Range",
      ["subnet", "x", subnet("10.1.0.0/24", "eu-west-1c")],
      "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
    ],
    [
      "VPC User Guide, Subnet CIDR blocks: /16 to /28",
      ["subnet", "x", subnet("10.0.128.0/29", "eu-west-1c")],
      "InvalidSubnet.Range: The CIDR '10.0.128.0/29' is invalid.",
    ],
    [
      "EC2 API Reference, CreateSubnet: AvailabilityZone",
      ["subnet", "x", subnet("10.0.128.0/24", "us-east-1a")],
      "InvalidParameterValue: Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently " +
        "only be created in the following availability zones: eu-west-1a, eu-west-1b, eu-west-1c.",
    ],
    [
      "EC2 API Reference, AttachInternetGateway",
      ["internetGateway", "x", { vpcId: "$vpc" }],
      "InvalidParameterValue: Network $vpc already has an internet gateway attached",
    ],
    [
      "EC2 API Reference, NatGateway: failureMessage",
      ["natGateway", "x", { subnetId: "$b", allocationId: "$address" }],
      "Resource.AlreadyAssociated: Elastic IP address $address is already associated",
    ],
    [
      "EC2 API Reference, Error codes: RouteAlreadyExists",
      ["route", "x", { ...toInternet, gatewayId: "$igw" }],
      "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
    ],
    [
      "VPC User Guide, Route tables: the local route",
      ["route", "x", { routeTableId: "$table", destinationCidrBlock: "10.0.0.0/16" }],
      "RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.",
    ],
    [
      "EC2 API Reference, Error codes: Resource.AlreadyAssociated",
      ["association", "x", { subnetId: "$a", routeTableId: "$table" }],
      "Resource.AlreadyAssociated: the specified association for route table $table conflicts with an existing association",
    ],
    [
      "EC2 API Reference, Error codes: InvalidGroup.Duplicate",
      ["securityGroup", "x", { vpcId: "$vpc", name: "group" }],
      "InvalidGroup.Duplicate: The security group 'group' already exists for VPC '$vpc'",
    ],
    [
      "EC2 API Reference, Error codes: InvalidPermission.Duplicate",
      ["ingressRule", "x", fromGroup],
      'InvalidPermission.Duplicate: the specified rule "peer: $group, TCP, from port: 443, to port: 443, ALLOW" already exists',
    ],
    [
      "EC2 API Reference, Error codes: NetworkAclEntryAlreadyExists",
      ["acl", "x", { vpcId: "$vpc", ingress: [{ ruleNo: 100 }, { ruleNo: 100 }] }],
      "NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.",
    ],
    [
      "EC2 API Reference, Error codes: FlowLogAlreadyExists",
      ["flowLog", "x", log],
      "FlowLogAlreadyExists: There is an existing Flow Log with the same configuration and log destination.",
    ],
    [
      "PrivateLink Guide, Access an AWS service using an interface VPC endpoint: private DNS",
      ["endpoint", "x", apiOfEcr],
      "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for " +
        "api.ecr.eu-west-1.amazonaws.com in the VPC $vpc",
    ],
    [
      "PrivateLink Guide, Access an AWS service using an interface VPC endpoint: one subnet per zone",
      ["endpoint", "x", { ...apiOfEcr, privateDnsEnabled: false, subnetIds: ["$a", "$a"] }],
      "DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of $a",
    ],
    [
      "EC2 API Reference, Error codes: InvalidServiceName",
      ["endpoint", "x", { ...second, serviceName: "com.amazonaws.us-east-1.s3" }],
      "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.s3' does not exist",
    ],
    [
      "PrivateLink Guide, Gateway endpoints: one route per service and table",
      ["endpoint", "x", s3],
      "RouteAlreadyExists: route table $table already has a route with destination-prefix-list-id pl-",
    ],
    [
      "Elastic Load Balancing API Reference, CreateLoadBalancer: DuplicateLoadBalancerName",
      ["loadBalancer", "x", { name: "balancer", subnets: ["$a", "$b"] }],
      "DuplicateLoadBalancerName: A load balancer with the same name 'balancer' exists, but with different settings",
    ],
    [
      "Elastic Load Balancing API Reference, CreateLoadBalancer: InvalidConfigurationRequest",
      ["loadBalancer", "x", { name: "x", subnets: ["$a", "$a"] }],
      "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    ],
    [
      "Elastic Load Balancing API Reference, CreateTargetGroup: DuplicateTargetGroupName",
      ["targetGroup", "x", { name: "targets" }],
      "DuplicateTargetGroupName: A target group with the same name 'targets' exists, but with different settings",
    ],
    [
      "Elastic Load Balancing API Reference, CreateListener: DuplicateListener",
      ["listener", "x", { loadBalancerArn: "$balancer", port: 80 }],
      "DuplicateListener: A listener already exists on this port for this load balancer '$balancer'",
    ],
  ];
  for (const [page, given, refusal] of cases) {
    it(`refuses another ${given[0]}: ${refusal.split(":")[0]} (${page})`, async () => {
      const error = await region.create(given).then(() => undefined, String);

      assert.ok(error?.startsWith(region.filled(refusal)), error);
    });
  }

  for (const [page, name, refusal] of [
    [
      "DeleteVpc",
      "vpc",
      "DependencyViolation: The vpc '$vpc' has dependencies and cannot be deleted.",
    ],
    [
      "DeleteSubnet",
      "a",
      "DependencyViolation: The subnet '$a' has dependencies and cannot be deleted.",
    ],
    [
      "DeleteRouteTable",
      "table",
      "DependencyViolation: The routeTable '$table' has dependencies and cannot be deleted.",
    ],
    ["DeleteSecurityGroup", "group", "DependencyViolation: resource $group has a dependent object"],
    ["ReleaseAddress", "address", "InvalidIPAddress.InUse: The address 203.0.113."],
    [
      "DetachInternetGateway",
      "igw",
      "DependencyViolation: Network $vpc has some mapped public address(es). Please unmap those public " +
        "address(es) before detaching the gateway.",
    ],
    [
      "DeleteTargetGroup",
      "targets",
      "ResourceInUse: Target group '$targets' is currently in use by a listener or a rule",
    ],
  ] as const) {
    it(`refuses to delete what is in use: ${name} (API Reference, ${page})`, async () => {
      for (const each of network) {
        await region.service.check(
          resource(each[0], each[1]),
          region.filled(each[2]),
          "seed",
          region.filled(each[2]),
        );
      }

      const error = await region.remove(name).then(() => undefined, String);

      assert.ok(error?.startsWith(region.filled(refusal)), error);
    });
  }

  it("accepts the same ranges, names and services in another VPC", async () => {
    await region.create(["vpc", "second", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true }]);
    await region.create(["internetGateway", "x", { vpcId: "$second" }]);
    await region.create([
      "subnet",
      "y",
      { ...subnet("10.0.0.0/20", "eu-west-1a"), vpcId: "$second" },
    ]);
    await region.create(["securityGroup", "z", { vpcId: "$second", name: "group" }]);
    await region.create(["endpoint", "e", { ...apiOfEcr, vpcId: "$second", subnetIds: ["$y"] }]);
  });

  it("accepts a resource's own range, name and rules when it is updated", async () => {
    for (const [type, name, inputs] of network) {
      await region.service.update(resource(type, name), region.made.get(name)!, {
        ...region.filled(inputs),
        tags: { team: "shop" },
      });
    }
  });

  it("can be deleted in the reverse order", async () => {
    for (const [, name] of network.toReversed()) await region.remove(name);
  });

  it("repeats a deletion while others use the resource, as the provider does", async () => {
    region.service = region.another(10_000);

    await Promise.all(network.map(([, name]) => region.remove(name)));
  });

  it("waits with a NAT gateway for the internet gateway", async () => {
    region.service = region.another(10_000);
    await region.create(["vpc", "second", { cidrBlock: "10.0.0.0/16" }]);
    await region.create([
      "subnet",
      "y",
      { ...subnet("10.0.0.0/20", "eu-west-1a"), vpcId: "$second" },
    ]);
    await region.create(["address", "e", {}]);

    await Promise.all([
      region.create(["natGateway", "n", { subnetId: "$y", allocationId: "$e" }]),
      region.create(["internetGateway", "x", { vpcId: "$second" }]),
    ]);
  });

  it("refuses a NAT gateway in a VPC without internet gateway (API Reference, NatGateway)", async () => {
    await region.create(["vpc", "second", { cidrBlock: "10.0.0.0/16" }]);
    await region.create([
      "subnet",
      "y",
      { ...subnet("10.0.0.0/20", "eu-west-1a"), vpcId: "$second" },
    ]);
    await region.create(["address", "e", {}]);

    await assert.rejects(
      region.create(["natGateway", "n", { subnetId: "$y", allocationId: "$e" }]),
      {
        name: "Gateway.NotAttached",
        message: `Network ${region.made.get("second")!.id} has no Internet gateway attached`,
      },
    );
  });

  it("refuses one of two overlapping subnets that are created at once", async () => {
    const results = await Promise.allSettled(
      ["x", "y"].map((name) =>
        region.create(["subnet", name, subnet("10.0.128.0/20", "eu-west-1c")]),
      ),
    );

    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  });

  it("refuses to replace a subnet before the old one is deleted", async () => {
    const [old, moved] = [subnet("10.0.0.0/20", "eu-west-1a"), subnet("10.0.0.0/20", "eu-west-1b")];
    const a = resource("subnet", "a");
    await region.service.check(a, region.filled(moved), "seed", region.filled(old));
    region.service.diff(a, region.filled(old), region.filled(moved), region.made.get("a")!.id);

    await assert.rejects(region.service.create(a, region.filled(moved)), {
      name: "InvalidSubnet.Conflict",
    });
  });

  it("goes on after a deployment that was killed between a creation and its record", async () => {
    region.service = region.another(0);
    const [a, inputs] = [
      resource("subnet", "a"),
      region.filled(subnet("10.0.0.0/20", "eu-west-1a")),
    ];
    await region.service.check(a, inputs, "seed");

    const again = await region.service.create(a, inputs);

    assert.notEqual(again.id, region.made.get("a")!.id);
  });

  it("deletes a VPC although a killed deployment has left a subnet in it", async () => {
    for (const [, name] of network.toReversed()) {
      if (name !== "b") await region.remove(name);
    }

    assert.equal(
      await region.service.read(resource("vpc", "vpc"), region.made.get("vpc")!.id, {}),
      undefined,
    );
  });
});
