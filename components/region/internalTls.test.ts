import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy, vpcLink } from "../api/index.ts";
import { definePlatform, type PlatformDefinition } from "../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const directory = "services/catalog";
const domain = { name: "api.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const zone = "internal.us-east-1.api.example.com";
const hosts = [domain.name, `us-east-1.${domain.name}`, `*.${zone}`];

const outputs = {
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: hosts.map((domainName) => ({
      domainName,
      resourceRecordName: `_name.${domainName}`,
      resourceRecordType: "CNAME",
      resourceRecordValue: "_value",
    })),
  },
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
  "aws:lb/loadBalancer:LoadBalancer": { dnsName: "internal-1.elb", zoneId: "Z-ELB" },
};

const record = (
  more: Partial<RegionalPlatformArgs> = {},
  routes: PlatformDefinition["routes"] = {},
) =>
  recordResources(
    () =>
      new RegionalPlatform("test", {
        region: "us-east-1",
        definition: definePlatform({
          name: "Test",
          services: { catalog: { directory }, orders: { directory, calls: ["catalog"] } },
          routes: { "GET /health": lambdaProxy("catalog", { auth: "none" }), ...routes } as never,
        }),
        zones: ["us-east-1a", "us-east-1b"],
        production: false,
        domain,
        internalTls: true,
        ...more,
      }),
    outputs,
  );

describe("HTTPS inside the VPC", () => {
  it("is all that the load balancers serve", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.names("Listener"), ["test-catalog-tls", "test-orders-tls"]);
    const { protocol, port, sslPolicy } = recorded.inputs("Listener", "test-catalog-tls");
    assert.deepEqual(
      [protocol, port, sslPolicy],
      ["HTTPS", 443, "ELBSecurityPolicy-TLS13-1-3-2021-06"],
    );
    assert.equal(recorded.inputs("Certificate", "test-internal")["domainName"], `*.${zone}`);
  });

  it("has names in a private zone, which functions and services call", async () => {
    const recorded = await record();

    assert.equal(recorded.inputs("Zone", "test-internal")["name"], zone);
    const { variables } = recorded.inputs("Function", "test-catalog-proxy")["environment"] as {
      variables: Record<string, string>;
    };
    assert.equal(variables["SERVICE_URL"], `https://catalog.${zone}`);
    const definitions = recorded.inputs("TaskDefinition", "test-orders")["containerDefinitions"];
    assert.match(
      String(definitions),
      /"CATALOG_URL","value":"https:\/\/catalog\.internal\.us-east-1/,
    );
  });

  it("opens port 443 by rules of their own names", async () => {
    const recorded = await record();

    for (const [type, names] of [
      [
        "SecurityGroupIngressRule",
        ["test-catalog-proxy-from-proxy-tls", "test-catalog-called-by-orders-tls"],
      ],
      [
        "SecurityGroupEgressRule",
        ["test-catalog-proxy-to-service-tls", "test-orders-calls-catalog-tls"],
      ],
    ] as const) {
      for (const name of names) assert.equal(recorded.inputs(type, name)["toPort"], 443);
      const ports = recorded.names(type).map((name) => recorded.inputs(type, name)["toPort"]);
      assert.ok(!ports.includes(80));
    }
  });

  for (const [more, routes, message] of [
    [{ domain: undefined }, {}, /internalTls is true; allowed: false without a domain/],
    [{}, { "GET /a": vpcLink("catalog") }, /definition\.routes is "GET \/a"; .*Use lambdaProxy/],
    [
      { domain: { ...domain, name: `${"a".repeat(40)}.example.com` } },
      {},
      /domain\.name is .*; allowed: at most 43 characters with internalTls/,
    ],
  ] as const) {
    it(`is refused where ${String(message)}`, async () => {
      await assert.rejects(record(more, routes as never), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }
});
