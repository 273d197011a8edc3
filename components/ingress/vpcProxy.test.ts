import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { VpcProxy, type VpcProxyArgs } from "./index.ts";

const args: VpcProxyArgs = {
  serviceName: "orders",
  serviceUrl: "http://internal-orders.elb.amazonaws.com",
  servicePort: 80,
  serviceSecurityGroupId: "sg-service",
  vpcId: "vpc-1",
  subnetIds: ["private-1", "private-2"],
};

const record = (more: Partial<VpcProxyArgs> = {}) =>
  recordResources(() => new VpcProxy("orders-proxy", { ...args, ...more }));

describe("VpcProxy", () => {
  it("creates these resources and no others", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, {
      SecurityGroup: 1,
      SecurityGroupEgressRule: 1,
      SecurityGroupIngressRule: 1,
      LogGroup: 1,
      Role: 1,
      RolePolicy: 2,
      Function: 1,
    });
  });

  it("runs on Lambda's newest Node.js, on ARM, in the private subnets", async () => {
    const recorded = await record();

    const lambda = recorded.inputs("Function", "orders-proxy");
    assert.equal(lambda["runtime"], "nodejs24.x");
    assert.deepEqual(lambda["architectures"], ["arm64"]);
    assert.deepEqual(lambda["vpcConfig"], {
      subnetIds: ["private-1", "private-2"],
      securityGroupIds: ["orders-proxy-id"],
    });
  });

  it("reaches the load balancer, which admits it, and nothing else", async () => {
    const recorded = await record();

    const out = recorded.inputs("SecurityGroupEgressRule", "orders-proxy-to-service");
    const into = recorded.inputs("SecurityGroupIngressRule", "orders-proxy-from-proxy");
    assert.deepEqual(
      [out["securityGroupId"], out["referencedSecurityGroupId"], out["fromPort"]],
      ["orders-proxy-id", "sg-service", 80],
    );
    assert.deepEqual(
      [into["securityGroupId"], into["referencedSecurityGroupId"], into["fromPort"]],
      ["sg-service", "orders-proxy-id", 80],
    );
  });

  it("times out later than its own limit, so that it always responds itself", async () => {
    const recorded = await record({ totalTimeoutMs: 4_500 });

    const { timeout, environment } = recorded.inputs("Function", "orders-proxy");
    assert.equal(timeout, 6);
    assert.deepEqual(environment, {
      variables: {
        SERVICE_NAME: "orders",
        SERVICE_URL: "http://internal-orders.elb.amazonaws.com",
        CONNECT_TIMEOUT_MS: "2000",
        TOTAL_TIMEOUT_MS: "4500",
      },
    });
  });

  it("is kept warm behind an alias with provisionedConcurrency", async () => {
    const recorded = await record({ provisionedConcurrency: 2 });

    assert.equal(recorded.inputs("Function", "orders-proxy")["publish"], true);
    assert.deepEqual(recorded.names("Alias"), ["orders-proxy"]);
    const warm = recorded.inputs("ProvisionedConcurrencyConfig", "orders-proxy");
    assert.equal(warm["provisionedConcurrentExecutions"], 2);
  });

  it("takes concurrency out of the account's pool with reservedConcurrency", async () => {
    const recorded = await record({ reservedConcurrency: 50 });

    assert.equal(recorded.inputs("Function", "orders-proxy")["reservedConcurrentExecutions"], 50);
  });

  it("has more time if it streams", async () => {
    const recorded = await record({ streaming: true, totalTimeoutMs: 899_000 });

    const lambda = recorded.inputs("Function", "orders-proxy");
    assert.equal(lambda["timeout"], 900);
  });

  for (const [wrong, message] of [
    [{ streaming: true, totalTimeoutMs: 900_000 }, /allowed: a whole number from 1 to 899,000/],
    [
      { totalTimeoutMs: 29_000 },
      /totalTimeoutMs is 29000; allowed: a whole number from 1 to 27,000/,
    ],
    [{ totalTimeoutMs: 0 }, /totalTimeoutMs is 0/],
    [{ connectTimeoutMs: 25_000 }, /connectTimeoutMs is 25000/],
    [{ memoryMb: 64 }, /memoryMb is 64; allowed: a whole number from 128 to 10,240/],
    [{ reservedConcurrency: 0 }, /reservedConcurrency is 0.*would reject every call/],
    [
      { reservedConcurrency: 2, provisionedConcurrency: 3 },
      /provisionedConcurrency is 3; allowed: a whole number from 1 to 2/,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record(wrong), { name: "ComponentArgumentError", message });
    });
  }
});
