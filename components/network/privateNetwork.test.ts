import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { PrivateNetwork, type PrivateNetworkArgs } from "./index.ts";

const args: PrivateNetworkArgs = { region: "us-east-1", zones: ["us-east-1a", "us-east-1b"] };

const subnets = {
  "awsx:ec2:Vpc": {
    vpcId: "vpc-1",
    publicSubnetIds: ["nat-1", "nat-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: ["isolated-1", "isolated-2"],
  },
};

const record = (more: Partial<PrivateNetworkArgs> = {}) =>
  recordResources(() => new PrivateNetwork("net", { ...args, ...more }), subnets);

describe("PrivateNetwork", () => {
  it("creates these resources and no others", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, {
      Vpc: 1,
      DefaultSecurityGroup: 1,
      NetworkAcl: 2,
      SecurityGroup: 1,
      VpcEndpoint: 3,
      LogGroup: 1,
      Role: 1,
      RolePolicy: 1,
      FlowLog: 1,
    });
  });

  it("lays the subnets out zone by zone, so that an additional zone moves none", async () => {
    const recorded = await record();

    const vpc = recorded.inputs("Vpc", "net");
    assert.equal(vpc["subnetStrategy"], "Auto");
    assert.equal(vpc["availabilityZoneCidrMask"], 18);
    assert.deepEqual(vpc["subnetSpecs"], [
      { type: "Public", name: "nat", cidrMask: 26 },
      { type: "Private", name: "private", cidrMask: 20 },
    ]);
  });

  it("puts isolated subnets after the others, so that adding them moves none", async () => {
    const recorded = await record({ isolatedSubnets: true });

    const specs = recorded.inputs("Vpc", "net")["subnetSpecs"] as { name: string }[];
    assert.deepEqual(
      specs.map(({ name }) => name),
      ["nat", "private", "isolated"],
    );
    assert.deepEqual(recorded.inputs("NetworkAcl", "net-isolated")["subnetIds"], [
      "isolated-1",
      "isolated-2",
    ]);
  });

  it("gives each zone a NAT gateway by default", async () => {
    const each = await record();
    const single = await record({ natGateways: "Single" });

    assert.deepEqual(each.inputs("Vpc", "net")["natGateways"], { strategy: "OnePerAz" });
    assert.deepEqual(single.inputs("Vpc", "net")["natGateways"], { strategy: "Single" });
  });

  it("admits nothing from outside but responses to ephemeral ports", async () => {
    const recorded = await record();

    for (const name of ["net-nat", "net-private"]) {
      const ingress = recorded.inputs("NetworkAcl", name)["ingress"] as Record<string, unknown>[];
      const outside = ingress.filter(({ cidrBlock }) => cidrBlock !== "10.0.0.0/16");
      assert.deepEqual(outside, [
        {
          ruleNo: 200,
          action: "allow",
          protocol: "tcp",
          fromPort: 1024,
          toPort: 65535,
          cidrBlock: "0.0.0.0/0",
        },
      ]);
    }
  });

  it("lets isolated subnets reach only the VPC", async () => {
    const recorded = await record({ isolatedSubnets: true });

    const { ingress, egress } = recorded.inputs("NetworkAcl", "net-isolated");
    const inside = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0 };
    assert.deepEqual(ingress, [{ ...inside, cidrBlock: "10.0.0.0/16" }]);
    assert.deepEqual(egress, [{ ...inside, cidrBlock: "10.0.0.0/16" }]);
  });

  it("empties the default security group", async () => {
    const recorded = await record();

    const { ingress, egress } = recorded.inputs("DefaultSecurityGroup", "net-default");
    assert.deepEqual({ ingress, egress }, { ingress: [], egress: [] });
  });

  it("reaches AWS services inside the VPC, over HTTPS and only from the VPC", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.names("VpcEndpoint"), ["net-ecr-api", "net-ecr-dkr", "net-logs"]);
    const endpoint = recorded.inputs("VpcEndpoint", "net-ecr-api");
    assert.equal(endpoint["serviceName"], "com.amazonaws.us-east-1.ecr.api");
    assert.equal(endpoint["privateDnsEnabled"], true);
    assert.deepEqual(endpoint["subnetIds"], ["private-1", "private-2"]);
    const [rule] = recorded.inputs("SecurityGroup", "net-endpoints")["ingress"] as object[];
    assert.deepEqual(rule, {
      description: "HTTPS from the VPC",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["10.0.0.0/16"],
    });
  });

  it("creates no interface endpoint for an empty list", async () => {
    const recorded = await record({ interfaceEndpoints: [] });

    assert.equal(recorded.counts["VpcEndpoint"], undefined);
    assert.equal(recorded.counts["SecurityGroup"], undefined);
  });

  const account = "123456789012";
  const policyOf = (recorded: Awaited<ReturnType<typeof record>>, service: string) => {
    const specs = recorded.inputs("Vpc", "net")["vpcEndpointSpecs"] as Record<string, string>[];
    const gateway = specs.find(({ serviceName }) => serviceName!.endsWith(`.${service}`));
    const endpoint = gateway ?? recorded.inputs("VpcEndpoint", `net-${service}`);
    const { policy } = endpoint as { policy?: string };
    return policy === undefined
      ? undefined
      : (JSON.parse(policy) as { Statement: Record<string, unknown>[] });
  };
  const services = ["s3", "dynamodb", "ecr-api", "ecr-dkr", "logs"];

  it("lets only identities of the account reach resources of the account", async () => {
    const recorded = await record();

    for (const service of services) {
      const [statement] = policyOf(recorded, service)!.Statement;
      assert.deepEqual(statement, {
        Sid: "KnownAccounts",
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:PrincipalAccount": [account],
            "aws:ResourceAccount": [account],
          },
        },
      });
    }
  });

  it("lets everybody read the layers of images, which ECR keeps in a bucket of AWS", async () => {
    const recorded = await record();

    assert.deepEqual(policyOf(recorded, "s3")!.Statement.slice(1), [
      {
        Sid: "ImageLayers",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
      },
    ]);
    for (const service of services.slice(1))
      assert.equal(policyOf(recorded, service)!.Statement.length, 1, service);
  });

  it("lets identities of trusted accounts through as well", async () => {
    const recorded = await record({ trustedAccounts: ["012345678901"] });

    const [statement] = policyOf(recorded, "s3")!.Statement;
    const accounts = [account, "012345678901"];
    assert.deepEqual(statement!["Condition"], {
      StringEquals: { "aws:PrincipalAccount": accounts, "aws:ResourceAccount": accounts },
    });
  });

  it("leaves only the endpoints of openEndpoints open", async () => {
    const recorded = await record({ openEndpoints: ["s3", "ecr.api"] });

    const closed = services.filter((service) => policyOf(recorded, service) !== undefined);
    assert.deepEqual(closed, ["dynamodb", "ecr-dkr", "logs"]);
  });

  for (const [wrong, message] of [
    [
      { trustedAccounts: ["12345678901"] },
      /trustedAccounts\[0\] is "12345678901"; .*twelve digits/,
    ],
    [{ trustedAccounts: ["*"] }, /trustedAccounts\[0\] is "\*"/],
    [
      { openEndpoints: ["sqs"] },
      /openEndpoints\[0\] is "sqs"; allowed: "s3", "dynamodb", "ecr\.api"/,
    ],
    [{ interfaceEndpoints: ["com.amazonaws.us-east-1/sqs"] }, /interfaceEndpoints\[0\] is/],
    [{ interfaceEndpoints: ["sqs", "sqs"] }, /interfaceEndpoints is \["sqs","sqs"\]; .*different/],
    [{ zones: [] }, /PrivateNetwork "net": zones is \[\]; allowed: 2 to 4/],
    [{ zones: ["a"] }, /zones is \["a"\]/],
    [{ zones: ["a", "a"] }, /zones is \["a","a"\]/],
    [{ zones: ["a", "b", "c", "d", "e"] }, /2 to 4 different availability zones/],
    [{ cidrBlock: "10.0.0.0/24" }, /cidrBlock is "10.0.0.0\/24"; allowed: .*\/16, \/17 or \/18/],
    [{ cidrBlock: "10.0.0.999/16" }, /cidrBlock is "10.0.0.999\/16"/],
    [{ cidrBlock: "anything" }, /cidrBlock is "anything"/],
    // Source: Amazon VPC User Guide, "VPC CIDR blocks"; the provider refuses host bits.
    [{ cidrBlock: "10.1.2.0/16" }, /cidrBlock is "10\.1\.2\.0\/16".*such as 10\.1\.0\.0\/16\./],
    [{ cidrBlock: "172.32.0.0/16" }, /an IPv4 range in 10\.0\.0\.0\/8, 172\.16\.0\.0\/12/],
    [{ cidrBlock: "8.8.0.0/17" }, /such as 10\.0\.0\.0\/17\./],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record(wrong as Partial<PrivateNetworkArgs>), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }
});
