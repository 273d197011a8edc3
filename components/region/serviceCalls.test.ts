import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { definePlatform, type Platform } from "../platform.ts";
import { RegionalPlatform } from "./index.ts";

const directory = "services/catalog";

const outputs = {
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
  "aws:lb/loadBalancer:LoadBalancer": { dnsName: "internal-1.elb", zoneId: "Z-ELB" },
  "aws:route53/zone:Zone": { zoneId: "Z-OWN" },
};

const record = (services: Platform["services"], closedEgress = false) =>
  recordResources(
    () =>
      new RegionalPlatform("test", {
        region: "us-east-1",
        definition: definePlatform({ name: "Test", services, routes: {} } as never),
        zones: ["us-east-1a", "us-east-1b"],
        production: false,
        closedEgress,
      }),
    outputs,
  );

type Recorded = Awaited<ReturnType<typeof record>>;

const without = { catalog: { directory }, orders: { directory } };
const one = { catalog: { directory }, orders: { directory, calls: ["catalog"] } };
const both = {
  catalog: { directory, calls: ["orders"] },
  orders: { directory, calls: ["catalog"] },
};

const variablesOf = (recorded: Recorded, service: string): Record<string, string> => {
  const definitions = recorded.inputs("TaskDefinition", service)["containerDefinitions"];
  const [{ environment }] = JSON.parse(String(definitions)) as [
    { environment: { name: string; value: string }[] },
  ];
  return Object.fromEntries(environment.map(({ name, value }) => [name, value]));
};

/** Names of a type's resources that calls add. */
const added = (recorded: Recorded, before: Recorded, type: string) =>
  recorded.names(type).filter((name) => !before.names(type).includes(name));

describe("services that call each other", () => {
  it("add a zone, a record and two rules, and change nothing else", async () => {
    const [before, after] = [await record(without), await record(one)];

    assert.deepEqual(added(after, before, "SecurityGroupEgressRule"), [
      "test-orders-calls-catalog",
    ]);
    assert.deepEqual(added(after, before, "SecurityGroupIngressRule"), [
      "test-catalog-called-by-orders",
    ]);
    assert.deepEqual(after.counts, {
      ...before.counts,
      Zone: 1,
      Record: 1,
      SecurityGroupEgressRule: before.counts["SecurityGroupEgressRule"]! + 1,
      SecurityGroupIngressRule: before.counts["SecurityGroupIngressRule"]! + 1,
    });
  });

  it("reach the load balancer's port from the caller's tasks alone", async () => {
    const recorded = await record(one);

    const { description: _1, ...egress } = recorded.inputs(
      "SecurityGroupEgressRule",
      "test-orders-calls-catalog",
    );
    const { description: _2, ...ingress } = recorded.inputs(
      "SecurityGroupIngressRule",
      "test-catalog-called-by-orders",
    );
    const port = { ipProtocol: "tcp", fromPort: 80, toPort: 80 };
    const [tasks, balancer] = ["test-orders-tasks-id", "test-catalog-load-balancer-id"];
    assert.deepEqual(egress, {
      ...port,
      securityGroupId: tasks,
      referencedSecurityGroupId: balancer,
    });
    assert.deepEqual(ingress, {
      ...port,
      securityGroupId: balancer,
      referencedSecurityGroupId: tasks,
    });
  });

  it("have names in the VPC that outlive the load balancers", async () => {
    const recorded = await record(one);

    assert.deepEqual(recorded.inputs("Zone", "test-services")["vpcs"], [{ vpcId: "vpc" }]);
    assert.deepEqual(recorded.inputs("Record", "test-services-catalog"), {
      zoneId: "Z-OWN",
      name: "catalog.test.palisade.internal",
      type: "A",
      aliases: [{ name: "internal-1.elb", zoneId: "Z-ELB", evaluateTargetHealth: false }],
    });
  });

  it("get each other's addresses in variables, also in a cycle and a closed region", async () => {
    const recorded = await record(both, true);

    assert.equal(
      variablesOf(recorded, "test-orders")["CATALOG_URL"],
      "http://catalog.test.palisade.internal",
    );
    assert.equal(
      variablesOf(recorded, "test-catalog")["ORDERS_URL"],
      "http://orders.test.palisade.internal",
    );
    assert.equal(recorded.counts["Record"], 2);
    assert.ok(recorded.names("SecurityGroupEgressRule").includes("test-orders-calls-catalog"));
  });

  it("are unknown to a service that calls none", async () => {
    const recorded = await record(one);

    assert.deepEqual(Object.keys(variablesOf(recorded, "test-catalog")), ["PORT"]);
  });
});
