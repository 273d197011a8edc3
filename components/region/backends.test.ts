import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { httpProxy, lambdaProxy, type RouteDefinition, vpcLink } from "../api/index.ts";
import { definePlatform } from "../platform.ts";
import { RegionalPlatform } from "./index.ts";

const outputs = {
  "aws:apigateway/clientCertificate:ClientCertificate": { pemEncodedCertificate: "PEM" },
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
};

const record = (
  routes: Record<`GET /${string}`, RouteDefinition>,
  clientCertificates?: { names: string[]; active: string },
) =>
  recordResources(() => {
    const definition = definePlatform({
      name: "Test",
      services: { catalog: { directory: "services/catalog" } },
      routes: routes as never,
      ...(clientCertificates ? { clientCertificates } : {}),
    });
    return new RegionalPlatform("test", {
      region: "us-east-1",
      definition,
      zones: ["us-east-1a", "us-east-1b"],
      production: false,
    });
  }, outputs);

describe("RegionalPlatform's connections to its services", () => {
  it("has a VPC link or a streaming function only if a route needs it", async () => {
    const recorded = await record({ "GET /a": lambdaProxy("catalog") });

    assert.deepEqual(recorded.names("VpcLink"), []);
    assert.ok(!recorded.names("Function").includes("test-catalog-stream-proxy"));
  });

  it("has one VPC link for all routes, which reaches only the load balancer", async () => {
    const recorded = await record({ "GET /a": vpcLink("catalog"), "GET /b": vpcLink("catalog") });

    const link = recorded.resources.filter(({ type }) => type.startsWith("aws:apigatewayv2/"));
    assert.equal(link.length, 1);
    assert.deepEqual(link[0]!.inputs["subnetIds"], ["private-1", "private-2"]);
    assert.deepEqual(link[0]!.inputs["securityGroupIds"], ["test-link-id"]);
    const out = recorded.inputs("SecurityGroupEgressRule", "test-link-catalog-to-service");
    const into = recorded.inputs("SecurityGroupIngressRule", "test-link-catalog-from-link");
    assert.deepEqual(
      [out["securityGroupId"], out["referencedSecurityGroupId"], out["fromPort"], out["toPort"]],
      ["test-link-id", "test-catalog-load-balancer-id", 80, 80],
    );
    assert.deepEqual(
      [into["securityGroupId"], into["referencedSecurityGroupId"], into["fromPort"]],
      ["test-catalog-load-balancer-id", "test-link-id", 80],
    );
  });

  it("has a streaming function with the longest route's timeout, which the API can invoke", async () => {
    const recorded = await record({
      "GET /a": lambdaProxy("catalog", { streaming: true, timeoutMs: 60_000 }),
      "GET /b": lambdaProxy("catalog", { streaming: true, timeoutMs: 120_000 }),
    });

    const lambda = recorded.inputs("Function", "test-catalog-stream-proxy");
    assert.equal(lambda["timeout"], 120);
    assert.ok(recorded.names("Permission").includes("test-catalog-stream-proxy"));
  });

  it("presents the active certificate and creates all of them", async () => {
    const certificates = { names: ["2026", "2027"], active: "2027" };
    const recorded = await record({ "GET /a": httpProxy("https://a.example/") }, certificates);

    assert.deepEqual(recorded.names("ClientCertificate"), ["test-client-2026", "test-client-2027"]);
    assert.equal(recorded.inputs("Stage", "test")["clientCertificateId"], "test-client-2027-id");
  });

  it("refuses an active certificate that is not listed", async () => {
    await assert.rejects(
      record({ "GET /a": lambdaProxy("catalog") }, { names: ["2026"], active: "2027" }),
      { name: "ComponentArgumentError", message: /clientCertificates\.active is "2027"/ },
    );
  });
});
