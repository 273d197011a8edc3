import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { PrivateService, type PrivateServiceArgs } from "./index.ts";

const args: PrivateServiceArgs = {
  region: "us-east-1",
  vpcId: "vpc-1",
  subnetIds: ["private-1", "private-2"],
  clusterArn: "arn:aws:ecs:::cluster/c",
  directory: "services/orders",
};

const record = (more: Partial<PrivateServiceArgs> = {}) =>
  recordResources(() => new PrivateService("orders", { ...args, ...more }), {
    "aws:lb/loadBalancer:LoadBalancer": { dnsName: "internal-orders.elb.amazonaws.com" },
    "awsx:ecr:Image": { imageUri: "repository@sha256:1" },
  });

type Recorded = Awaited<ReturnType<typeof record>>;

interface Container {
  image: string;
  readonlyRootFilesystem: boolean;
  environment: { name: string; value: string }[];
}

const containerOf = (recorded: Recorded): Container => {
  const definitions = recorded.inputs("TaskDefinition", "orders")["containerDefinitions"];
  return (JSON.parse(String(definitions)) as Container[])[0]!;
};

describe("PrivateService", () => {
  it("creates these resources and no others", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, {
      Repository: 1,
      LifecyclePolicy: 1,
      Image: 1,
      LogGroup: 1,
      Role: 2,
      RolePolicy: 1,
      TaskDefinition: 1,
      SecurityGroup: 2,
      LoadBalancer: 1,
      TargetGroup: 1,
      Listener: 1,
      SecurityGroupIngressRule: 1,
      SecurityGroupEgressRule: 2,
      Service: 1,
    });
  });

  it("runs on ARM, and has 30 seconds to start", async () => {
    const [plain, own] = [
      await record(),
      await record({ cpuArchitecture: "X86_64", healthCheckGracePeriodSeconds: 120 }),
    ];
    const shown = (recorded: Recorded) => [
      recorded.inputs("TaskDefinition", "orders")["runtimePlatform"],
      recorded.inputs("Image", "orders")["platform"],
      recorded.inputs("Service", "orders")["healthCheckGracePeriodSeconds"],
    ];

    const operatingSystemFamily = "LINUX";
    assert.deepEqual(shown(plain), [
      { operatingSystemFamily, cpuArchitecture: "ARM64" },
      "linux/arm64",
      30,
    ]);
    assert.deepEqual(shown(own), [
      { operatingSystemFamily, cpuArchitecture: "X86_64" },
      "linux/amd64",
      120,
    ]);
  });

  it("has no public address", async () => {
    const recorded = await record();

    assert.equal(recorded.inputs("LoadBalancer", "orders")["internal"], true);
    assert.deepEqual(recorded.inputs("Service", "orders")["networkConfiguration"], {
      subnets: ["private-1", "private-2"],
      securityGroups: ["orders-tasks-id"],
      assignPublicIp: false,
    });
  });

  it("admits the load balancer and nothing else", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.names("SecurityGroupIngressRule"), ["orders-from-load-balancer"]);
    const rule = recorded.inputs("SecurityGroupIngressRule", "orders-from-load-balancer");
    assert.equal(rule["securityGroupId"], "orders-tasks-id");
    assert.equal(rule["referencedSecurityGroupId"], "orders-load-balancer-id");
    for (const name of recorded.names("SecurityGroup")) {
      assert.equal(recorded.inputs("SecurityGroup", name)["ingress"], undefined);
    }
  });

  /** The tasks' egress rules, without group and description. */
  const egressOf = (recorded: Recorded) =>
    recorded.names("SecurityGroupEgressRule").flatMap((name) => {
      const rule = { ...recorded.inputs("SecurityGroupEgressRule", name) };
      if (rule["securityGroupId"] !== "orders-tasks-id") return [];
      delete rule["securityGroupId"];
      delete rule["description"];
      return [{ name, ...rule }];
    });
  const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

  it("reaches every HTTPS address and no other port by default", async () => {
    assert.deepEqual(egressOf(await record()), [
      { name: "orders-to-https", ...https, cidrIpv4: "0.0.0.0/0" },
    ]);
  });

  it("reaches the destinations of egress over HTTPS, and nothing else", async () => {
    const recorded = await record({
      egress: {
        endpoints: { securityGroupId: "sg-endpoints" },
        s3: { prefixListId: "pl-1" },
        office: { cidrIpv4: "203.0.113.0/24" },
      },
    });

    assert.deepEqual(egressOf(recorded), [
      { name: "orders-to-endpoints", ...https, referencedSecurityGroupId: "sg-endpoints" },
      { name: "orders-to-s3", ...https, prefixListId: "pl-1" },
      { name: "orders-to-office", ...https, cidrIpv4: "203.0.113.0/24" },
    ]);
    assert.deepEqual(egressOf(await record({ egress: {} })), []);
  });

  for (const [egress, message] of [
    [
      { https: { cidrIpv4: "203.0.113.0/24" } },
      /egress.https is not a valid name; allowed: .*other than https/,
    ],
    [{ "a b": { cidrIpv4: "203.0.113.0/24" } }, /egress\["a b"\] is not a valid name/],
    [{ all: {} }, /egress.all is \[\]; allowed: one of securityGroupId, prefixListId/],
    [{ both: { prefixListId: "pl-1", cidrIpv4: "203.0.113.0/24" } }, /egress.both is \["pref/],
  ] as const) {
    it(`refuses the egress ${JSON.stringify(egress)}`, async () => {
      await assert.rejects(record({ egress }), { name: "ComponentArgumentError", message });
    });
  }

  it("runs the image built from its folder, on a read-only file system", async () => {
    const recorded = await record();

    assert.equal(recorded.inputs("Image", "orders")["context"], "services/orders");
    assert.equal(containerOf(recorded).image, "repository@sha256:1");
    assert.equal(containerOf(recorded).readonlyRootFilesystem, true);
  });

  it("gives the container its port and the given variables", async () => {
    const recorded = await record({ environment: { ORDERS_TABLE: "orders" } });

    assert.deepEqual(containerOf(recorded).environment, [
      { name: "ORDERS_TABLE", value: "orders" },
      { name: "PORT", value: "8080" },
    ]);
  });

  it("starts with permissions for its own image and log", async () => {
    const recorded = await record();

    const policy = String(recorded.inputs("RolePolicy", "orders-execution")["policy"]);
    const { Statement } = JSON.parse(policy) as { Statement: Record<string, string[]>[] };
    const unscoped = Statement.filter(({ Resource }) => Resource?.includes("*"));
    assert.deepEqual(
      unscoped.map(({ Action }) => Action),
      [["ecr:GetAuthorizationToken"]],
    );
  });

  it("gives its code no permissions by default", async () => {
    const none = await record();
    const some = await record({
      statements: [{ actions: ["dynamodb:Query"], resources: ["arn:table"] }],
    });

    assert.deepEqual(none.names("RolePolicy"), ["orders-execution"]);
    assert.deepEqual(JSON.parse(String(some.inputs("RolePolicy", "orders-task")["policy"])), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["dynamodb:Query"], Resource: ["arn:table"] }],
    });
  });

  it("fails if ECS returns to the previous tasks", async () => {
    const build = async () => {
      const { taskDefinitionArn } = new PrivateService("orders", args);
      await new Promise((resolve) => void taskDefinitionArn.apply(resolve));
    };

    await assert.rejects(
      recordResources(build, { "aws:ecs/service:Service": { taskDefinition: "arn:orders:1" } }),
      {
        name: "DeploymentRolledBackError",
        message: /returned to arn:orders:1, because the tasks of arn:.*TaskDefinition\/orders/,
      },
    );
  });

  it("is protected from deletion by default", async () => {
    const kept = await record();
    const free = await record({ deletionProtection: false });

    const flags = (recorded: Recorded) => [
      recorded.inputs("LoadBalancer", "orders")["enableDeletionProtection"],
      recorded.inputs("Repository", "orders")["forceDelete"],
    ];
    assert.deepEqual(flags(kept), [true, false]);
    assert.deepEqual(flags(free), [false, true]);
  });
});
