import assert from "node:assert/strict";
import { type Recorded, recordResources } from "../../../tests/support/recordResources.ts";
import { lambda, lambdaProxy } from "../../api/index.ts";
import { definePlatform, type PlatformDefinition } from "../../platform.ts";
import { RegionalPlatform } from "../../region/index.ts";
import type { SearchOptions } from "./options.ts";

const definition: PlatformDefinition = {
  name: "Test",
  services: { catalog: { directory: "services/catalog" } },
  functions: { jobs: { entry: "components/functions/testing/thumbnail.ts" } },
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    "GET /jobs": lambda("jobs"),
  },
};

const home = {
  userPoolId: "eu-west-1_a",
  userPoolArn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a",
  clientId: "client",
  issuer: "https://issuer",
};

const outputs = {
  "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
  "aws:opensearch/domain:Domain": {
    endpoint: "vpc-test.eu-west-1.es.amazonaws.com",
    dashboardEndpoint: "vpc-test.eu-west-1.es.amazonaws.com/_dashboards",
  },
  "random:index/randomPassword:RandomPassword": { result: "generated-1" },
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
};

const record = (search: "opensearch" | SearchOptions | undefined, more: object = {}) =>
  recordResources(() => {
    new RegionalPlatform("test", {
      region: "eu-west-1",
      definition: definePlatform({
        ...definition,
        ...(search && { observability: { logs: { search } } }),
      }),
      zones: ["eu-west-1a", "eu-west-1b"],
      production: false,
      ...more,
    });
  }, outputs);

const searchTypes = [
  "Domain",
  "FirehoseDeliveryStream",
  "Invocation",
  "LogSubscriptionFilter",
  "Secret",
  "Bucket",
] as const;
const countsOf = (recorded: Recorded) => searchTypes.map((type) => recorded.names(type).length);

const statements = (recorded: Recorded, policy: string) =>
  (
    JSON.parse(String(recorded.inputs("RolePolicy", policy)["policy"])) as {
      Statement: { Action: string[]; Resource: string[] }[];
    }
  ).Statement;

// What the region asks for; AWS's part is not run here.
describe("the search over logs", () => {
  it("is off by default", async () => {
    assert.deepEqual(countsOf(await record(undefined)), [0, 0, 0, 0, 0, 0]);
  });

  it("has a domain at home: private, encrypted, for signed-in users, by TLS only", async () => {
    const recorded = await record("opensearch");

    const [name] = recorded.names("Domain");
    const { accessPolicies, ...inputs } = recorded.inputs("Domain", name!);
    assert.match(
      String(accessPolicies),
      /"arn:aws:es:eu-west-1:123456789012:domain\/test-search\/\*"/,
    );
    assert.deepEqual(inputs, {
      domainName: "test-search",
      engineVersion: "OpenSearch_2.19",
      clusterConfig: {
        instanceType: "t3.small.search",
        instanceCount: 1,
        zoneAwarenessEnabled: false,
      },
      ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: 10 },
      vpcOptions: { subnetIds: ["private-1"], securityGroupIds: ["test-search-id"] },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: {
        enforceHttps: true,
        tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
      },
      advancedSecurityOptions: {
        enabled: true,
        anonymousAuthEnabled: false,
        internalUserDatabaseEnabled: true,
        masterUserOptions: { masterUserName: "admin", masterUserPassword: "generated-1" },
      },
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
    });
    const input = JSON.parse(String(recorded.inputs("Invocation", "test-search-setup")["input"]));
    assert.deepEqual(input, {
      url: "https://vpc-test.eu-west-1.es.amazonaws.com",
      user: "admin",
      password: "generated-1",
      retentionDays: 14,
      replicas: 0,
      writers: ["arn:aws:test:::aws:iam/role:Role/test-search-delivery"],
    });
    assert.deepEqual(
      recorded
        .names("SecurityGroupIngressRule")
        .filter((rule) => rule.startsWith("test-search"))
        .sort(),
      ["test-search-from-delivery", "test-search-from-setup"],
    );
  });

  it("has sizes, two zones for several nodes, and named readers", async () => {
    const options = {
      ...{ instances: 2, instanceType: "m7g.large.search", volumeGb: 100 },
      ...{ retentionDays: 30, readers: ["10.8.0.0/16"] },
    };

    const recorded = await record(options);

    const { clusterConfig, vpcOptions } = recorded.inputs("Domain", recorded.names("Domain")[0]!);
    assert.deepEqual(clusterConfig, {
      ...{ instanceType: "m7g.large.search", instanceCount: 2, zoneAwarenessEnabled: true },
      zoneAwarenessConfig: { availabilityZoneCount: 2 },
    });
    assert.deepEqual((vpcOptions as { subnetIds: string[] }).subnetIds, ["private-1", "private-2"]);
    const reader = recorded.inputs("SecurityGroupIngressRule", "test-search-reader-1");
    assert.deepEqual(
      [reader["cidrIpv4"], reader["fromPort"], reader["toPort"]],
      ["10.8.0.0/16", 443, 443],
    );
  });

  it("archives each region's lines, and puts them as documents into the home region's stream", async () => {
    const recorded = await record("opensearch", { region: "us-east-1", home });

    assert.deepEqual(countsOf(recorded).slice(0, 3), [0, 1, 0]);
    const { environment } = recorded.inputs("Function", "test-search-documents");
    assert.deepEqual((environment as { variables: object }).variables, {
      STREAM: "test-search",
      STREAM_REGION: "eu-west-1",
      ENVIRONMENT: "test",
    });
    assert.deepEqual(statements(recorded, "test-search-documents")[2], {
      Effect: "Allow",
      Action: ["firehose:PutRecordBatch"],
      Resource: ["arn:aws:firehose:eu-west-1:123456789012:deliverystream/test-search"],
    });
    const bucket = recorded.inputs("BucketLifecycleConfiguration", "test-search-archive");
    assert.match(JSON.stringify(bucket), /"expiration":{"days":365}/);
  });

  it("subscribes to the logs of calls, and not to those of its own functions", async () => {
    const recorded = await record("opensearch");

    const filters = recorded
      .names("LogSubscriptionFilter")
      .map((name) => String(recorded.inputs("LogSubscriptionFilter", name)["name"]));
    const kinds = filters.map((name) => name.split("/")[1]);
    assert.deepEqual([...new Set(kinds)].sort(), [
      "access",
      "execution",
      "firewall",
      "function",
      "service",
    ]);
    assert.ok(filters.includes("palisade/function/test-jobs-name"));
    assert.ok(filters.includes("palisade/service/test-catalog-name"));
    assert.ok(filters.every((name) => !/search|flow-logs/.test(name)));
    assert.equal(recorded.inputs("FirehoseDeliveryStream", "test-search")["name"], "test-search");
  });

  it("refuses sizes that AWS does not have, and readers of public ranges", () => {
    const define = (search: unknown) =>
      definePlatform({
        ...definition,
        observability: { logs: { search } },
      } as PlatformDefinition);
    assert.throws(() => define("elastic"), /search.*"opensearch", or an object/);
    assert.throws(() => define({ instances: 3 }), /search\.instances/);
    assert.throws(() => define({ instanceType: "t3.small" }), /m7g\.large\.search/);
    assert.throws(() => define({ readers: ["0.0.0.0/0"] }), /private range/);
  });
});
