import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { httpProxy, lambdaProxy, vpcLink } from "../api/index.ts";
import { definePlatform, type PlatformDefinition } from "../platform.ts";
import { refuses } from "../shared/testing/refuses.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const platform: PlatformDefinition = {
  name: "Test",
  services: { catalog: { directory: "services/catalog" } },
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    "GET /linked": vpcLink("catalog"),
    "GET /outside": httpProxy("https://rates.example.com/v2", { passCredentials: true }),
  },
};

const domain = { name: "api.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

const args: RegionalPlatformArgs = {
  region: "us-east-1",
  definition: definePlatform(platform),
  zones: ["us-east-1a", "us-east-1b"],
  production: false,
};

const home = {
  userPoolId: "us-east-1_a",
  userPoolArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a",
  clientId: "client",
  issuer: "https://issuer",
};

const validationOption = (domainName: string) => ({
  domainName,
  resourceRecordName: `_name.${domainName}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_value",
});

const outputs = {
  "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: ["api.example.com", "us-east-1.api.example.com"].map(validationOption),
  },
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
  "random:index/randomPassword:RandomPassword": { result: "made-at-home" },
};

async function record(more: Partial<RegionalPlatformArgs>) {
  let secrets: unknown;
  const recorded = await recordResources(async () => {
    const region = new RegionalPlatform("test", { ...args, ...more });
    secrets = await new Promise((resolve) => {
      pulumi.output(region.edgeSecrets).apply(resolve);
    });
  }, outputs);
  return { recorded, secrets };
}

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: object;
  readonly statement: object;
}

async function rulesOf(more: Partial<RegionalPlatformArgs>): Promise<Record<string, Rule>> {
  const { recorded } = await record(more);
  const rules = recorded.inputs("WebAcl", "test-firewall")["rules"] as Rule[];
  return Object.fromEntries(rules.map((rule) => [rule.name, rule]));
}

const equals = (fieldToMatch: object, searchString: string) => ({
  byteMatchStatement: {
    fieldToMatch,
    positionalConstraint: "EXACTLY",
    searchString,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});

const header = (secret: string) => equals({ singleHeader: { name: "x-edge-secret" } }, secret);
const paths = ["/health/gateway", "/live/health/gateway", "/health", "/live/health"].map((path) =>
  equals({ uriPath: {} }, path),
);

describe("a region behind an edge", () => {
  it("creates two secrets at home: the current version and the one before", async () => {
    const { recorded, secrets } = await record({ domain: { ...domain, edge: "only" } });

    assert.deepEqual(recorded.names("RandomPassword"), [
      "test-edge-secret-1",
      "test-edge-secret-0",
    ]);
    assert.deepEqual(recorded.inputs("RandomPassword", "test-edge-secret-1"), {
      length: 48,
      special: false,
    });
    assert.deepEqual(secrets, ["made-at-home", "made-at-home"]);
  });

  it("keeps the last secret in a rotation", async () => {
    const { recorded } = await record({
      domain: { ...domain, edge: "open", edgeSecretVersion: 2 },
    });

    assert.deepEqual(recorded.names("RandomPassword"), [
      "test-edge-secret-2",
      "test-edge-secret-1",
    ]);
  });

  it("reads the secrets of the home region elsewhere", async () => {
    const { recorded, secrets } = await record({
      domain: { ...domain, edge: "only" },
      home: { ...home, edgeSecrets: pulumi.secret(["new", "old"]) },
    });

    assert.deepEqual(recorded.names("RandomPassword"), []);
    assert.deepEqual(secrets, ["new", "old"]);
  });

  it("blocks calls with none of the secrets, except to the health paths", async () => {
    const { edge, healthHosts } = await rulesOf({
      domain: { ...domain, edge: "only" },
      home: { ...home, edgeSecrets: ["new", "old"] },
    });

    assert.equal(healthHosts, undefined);
    assert.deepEqual(edge?.action, { block: {} });
    assert.deepEqual(edge?.statement, {
      notStatement: {
        statement: { orStatement: { statements: [header("new"), header("old"), ...paths] } },
      },
    });
  });

  it("that is open does not count the edge's calls for the rate of an address", async () => {
    const { rate, edge } = await rulesOf({
      domain: { ...domain, edge: "open" },
      home: { ...home, edgeSecrets: ["new", "old"] },
    });

    assert.equal(edge, undefined);
    const statements = [header("new"), header("old")];
    const { rateBasedStatement } = rate!.statement as { rateBasedStatement: object };
    assert.deepEqual((rateBasedStatement as Record<string, unknown>)["scopeDownStatement"], {
      notStatement: { statement: { orStatement: { statements } } },
    });
  });

  it("has a web ACL of this rule alone if the platform has no firewall", async () => {
    const definition = definePlatform({ ...platform, firewall: false });
    const rules = await rulesOf({ definition, domain: { ...domain, edge: "only" } });

    assert.deepEqual(Object.keys(rules), ["edge"]);
    const { recorded } = await record({ definition, domain });
    assert.deepEqual(recorded.names("WebAcl"), []);
  });

  it("keeps the secret out of logs, of the API's document and of its backends", async () => {
    const { recorded } = await record({
      domain: { ...domain, edge: "only" },
      home: { ...home, edgeSecrets: ["the-new-one", "the-old-one"] },
    });

    const others = recorded.resources.filter(({ type }) => !type.includes("webAcl:WebAcl"));
    assert.doesNotMatch(JSON.stringify(others.map(({ inputs }) => inputs)), /the-(new|old)-one/);
    for (const [type, name] of [
      ["WebAclLoggingConfiguration", "redactedFields"],
      ["WebAcl", "dataProtectionConfig"],
    ] as const) {
      const value = recorded.inputs(type, "test-firewall")[name];
      assert.match(JSON.stringify(value), /"x-edge-secret"/, type);
    }
    const document = String(recorded.inputs("RestApi", "test")["body"]);
    const withheld = document.match(/"integration\.request\.header\.x-edge-secret":"'none'"/g);
    assert.equal(withheld?.length, 2, "one for each backend that gets the client's headers");
  });

  it("serves only the health paths at its own host with a truststore", async () => {
    const truststore = "s3://trust/store.pem";
    const { healthHosts, rate } = await rulesOf({ domain: { ...domain, truststore } });

    assert.deepEqual(healthHosts?.action, { block: {} });
    const onHost = {
      byteMatchStatement: {
        fieldToMatch: { singleHeader: { name: "host" } },
        positionalConstraint: "STARTS_WITH",
        searchString: "us-east-1.api.example.com",
        textTransformations: [{ priority: 0, type: "LOWERCASE" }],
      },
    };
    const elsewhere = { notStatement: { statement: { orStatement: { statements: paths } } } };
    assert.deepEqual(healthHosts?.statement, {
      andStatement: { statements: [onHost, elsewhere] },
    });
    assert.doesNotMatch(JSON.stringify(rate), /scopeDown/);
  });

  it("refuses another Host than the name in the TLS handshake with a truststore", async () => {
    const modeOf = async (changes: object) => {
      const { recorded } = await record({ domain: { ...domain, ...changes } });
      const { endpointAccessMode, body } = recorded.inputs("RestApi", "test");
      const document = JSON.parse(String(body)) as Record<string, unknown>;
      return [endpointAccessMode, document["x-amazon-apigateway-endpoint-access-mode"]];
    };

    assert.deepEqual(await modeOf({ truststore: "s3://trust/store.pem" }), ["STRICT", "STRICT"]);
    assert.deepEqual(await modeOf({}), ["BASIC", "BASIC"]);
  });

  it("without an edge or a truststore has no such rule", async () => {
    assert.deepEqual(Object.keys(await rulesOf({ domain })), Object.keys(await rulesOf({})));
  });

  it("refuses a region without the home region's secrets", () => {
    refuses(
      () => new RegionalPlatform("test", { ...args, home, domain: { ...domain, edge: "open" } }),
      {
        name: "ComponentArgumentError",
        message: /home\.edgeSecrets is missing; .*because the domain has an edge/,
      },
    );
  });

  it("refuses an empty list of secrets, which would admit calls without one", async () => {
    const edgeSecrets: string[] = [];
    await assert.rejects(
      record({ domain: { ...domain, edge: "only" }, home: { ...home, edgeSecrets } }),
      /edgeSecrets has no item 0/,
    );
  });
});
