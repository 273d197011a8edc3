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

  it("has the code and the variable for resilience only with such options", async () => {
    const fallbackServices = {
      catalog: { url: "http://internal-catalog", securityGroupId: "sg-catalog", port: 8080 },
    };
    const plain = await record({ resilienceByRoute: { "GET /a": { gatewayMs: 5_000 } } });
    const resilient = await record({
      resilience: { fallback: { service: "catalog" }, faultInjection: { byHeader: true } },
      fallbackServices,
      allowsFaultHeader: false,
    });

    const variables = (recorded: typeof plain) =>
      (recorded.inputs("Function", "orders-proxy")["environment"] as { variables: object })
        .variables as Record<string, string>;
    assert.ok(!("RESILIENCE" in variables(plain)));
    assert.deepEqual(JSON.parse(variables(resilient)["RESILIENCE"]!), {
      service: { fallback: { service: "catalog" }, faultInjection: {} },
    });
    assert.equal(variables(resilient)["FALLBACK_URLS"], '{"catalog":"http://internal-catalog"}');
    const name = "orders-proxy-to-fallback-catalog";
    const out = resilient.inputs("SecurityGroupEgressRule", name);
    assert.equal(out["referencedSecurityGroupId"], "sg-catalog");
    assert.equal(out["fromPort"], 8080);
    const into = resilient.inputs("SecurityGroupIngressRule", "orders-proxy-from-fallback-catalog");
    assert.equal(into["securityGroupId"], "sg-catalog");
    assert.equal(into["referencedSecurityGroupId"], "orders-proxy-id");
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

describe("a VpcProxy's response rules", () => {
  it("become variables of its function", async () => {
    const recorded = await record({
      corsAllowOrigin: "https://app.example.com",
      corsAllowCredentials: true,
      corsByRoute: { "GET /a": null },
      headers: { allowRequest: ["Accept", "X-Tenant"], allowResponse: ["ETag"] },
    });

    const { variables } = recorded.inputs("Function", "orders-proxy")["environment"] as {
      variables: Record<string, string>;
    };
    const rules = Object.entries(variables).filter(([name]) => /^(CORS|ALLOWED)_/.test(name));
    assert.deepEqual(Object.fromEntries(rules), {
      CORS_ALLOW_ORIGIN: "https://app.example.com",
      CORS_ALLOW_CREDENTIALS: "true",
      CORS_BY_ROUTE: '{"GET /a":null}',
      ALLOWED_REQUEST_HEADERS: "Accept,X-Tenant",
      ALLOWED_RESPONSE_HEADERS: "ETag",
    });
  });

  it("tell where encoded slashes may be, if not everywhere as usual", async () => {
    const slashesOf = async (more: Partial<VpcProxyArgs>) => {
      const recorded = await record(more);
      const { variables } = recorded.inputs("Function", "orders-proxy")["environment"] as {
        variables: Record<string, string>;
      };
      return variables["ENCODED_SLASHES"];
    };

    assert.equal(await slashesOf({ encodedSlashesByRoute: {} }), undefined);
    assert.equal(
      await slashesOf({ encodedSlashesByRoute: { "GET /a/{b}": true }, encodedSlashes: false }),
      '{"GET /a/{b}":true,"*":false}',
    );
  });

  const manyRoutes = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `GET /resources/of/a/kind/${index}`,
        { allowOrigin: "https://other.example.com" },
      ]),
    );

  it("fit into Lambda's 4 KB of variables, beside the function's other variables", async () => {
    await assert.doesNotReject(record({ corsByRoute: manyRoutes(35) }));
  });

  for (const [source, rules] of [
    ["cors of its routes", { corsByRoute: manyRoutes(45) }],
    ["servicePath of its routes", { pathsByRoute: { "GET /a": `/${"x".repeat(3100)}` } }],
    ["versions", { headersByVersion: { v1: { Link: "x".repeat(3100) } } }],
    ["headers", { headers: { allowRequest: ["x".repeat(3100)] } }],
  ] as const) {
    it(`are refused if ${source} take more`, async () => {
      await assert.rejects(record(rules as Partial<VpcProxyArgs>), {
        name: "ComponentArgumentError",
        message: new RegExp(`${source} is "\\d+ bytes of variables"; allowed: at most 3072 bytes`),
      });
    });
  }

  for (const [headers, fault] of [
    [
      { allowRequest: [] },
      "headers.allowRequest is []; allowed: a list of at least one header name",
    ],
    [{ allowResponse: [] }, "headers.allowResponse is []"],
    [{ allowRequest: ["a,b"] }, 'headers.allowRequest[0] is "a,b"; allowed: a header name'],
    [{ allowResponse: ["a b"] }, 'headers.allowResponse[0] is "a b"'],
  ] as const) {
    it(`are refused with ${JSON.stringify(headers)}`, async () => {
      await assert.rejects(record({ headers } as object), (error: Error) => {
        assert.equal(error.name, "ComponentArgumentError");
        return error.message.includes(fault);
      });
    });
  }
});
