import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { VpcProxy, type VpcProxyArgs } from "./index.ts";

const args: VpcProxyArgs = {
  serviceName: "orders",
  serviceUrl: "http://internal-orders.elb.amazonaws.com",
  servicePort: 80,
  serviceSecurityGroupId: "sg-service",
  vpcId: "vpc-1",
  subnetIds: ["private-1"],
};

const record = (more: Partial<VpcProxyArgs>) =>
  recordResources(() => new VpcProxy("orders-proxy", { ...args, ...more }));

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
    const {
      CORS_ALLOW_ORIGIN,
      CORS_ALLOW_CREDENTIALS,
      CORS_BY_ROUTE,
      ALLOWED_REQUEST_HEADERS,
      ALLOWED_RESPONSE_HEADERS,
    } = variables;
    assert.deepEqual(
      [CORS_ALLOW_ORIGIN, CORS_ALLOW_CREDENTIALS, CORS_BY_ROUTE],
      ["https://app.example.com", "true", '{"GET /a":null}'],
    );
    assert.deepEqual(
      [ALLOWED_REQUEST_HEADERS, ALLOWED_RESPONSE_HEADERS],
      ["Accept,X-Tenant", "ETag"],
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
