import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy } from "../api/index.ts";
import {
  definePlatform,
  parameter,
  type Platform,
  type PlatformDefinition,
  secret,
} from "../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const healthy: PlatformDefinition = {
  name: "Test",
  services: { catalog: { directory: "services/catalog" } },
  routes: { "GET /health": lambdaProxy("catalog", { auth: "none" }) },
};

const args: RegionalPlatformArgs = {
  region: "us-east-1",
  definition: definePlatform(healthy),
  zones: ["us-east-1a", "us-east-1b"],
  production: false,
};

const domain = { name: "api.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

const validationOption = (domainName: string) => ({
  domainName,
  resourceRecordName: `_name.${domainName}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_value",
});

/** Outputs of AWS that a region's components read. */
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
};

async function record(more: Partial<RegionalPlatformArgs> = {}) {
  let urls: Record<"url" | "apiUrl" | "healthUrl", string | undefined>;
  const build = async () => {
    const { url, apiUrl, healthUrl } = new RegionalPlatform("test", { ...args, ...more });
    urls = await new Promise((resolve) => {
      pulumi.output({ url, apiUrl, healthUrl }).apply(resolve);
    });
  };
  return { recorded: await recordResources(build, outputs), ...urls! };
}

describe("RegionalPlatform", () => {
  /** HTTPS targets of tasks by the names of the rules. */
  const egressOf = async (more: Partial<RegionalPlatformArgs>) => {
    const { recorded } = await record(more);
    const rules = recorded.names("SecurityGroupEgressRule").map((name) => {
      const rule = recorded.inputs("SecurityGroupEgressRule", name);
      const to = rule["referencedSecurityGroupId"] ?? rule["prefixListId"] ?? rule["cidrIpv4"];
      return { name, port: rule["toPort"], to };
    });
    return Object.fromEntries(
      rules.filter(({ port }) => port === 443).map(({ name, to }) => [name, to]),
    );
  };

  it("lets tasks reach every HTTPS address unless its egress is closed", async () => {
    assert.deepEqual(await egressOf({}), { "test-catalog-to-https": "0.0.0.0/0" });
  });

  it("lets the tasks of a closed region reach its endpoints and the listed targets", async () => {
    const egressTo = ["203.0.113.0/24", "pl-0123456789abcdef0"];

    assert.deepEqual(await egressOf({ closedEgress: true, egressTo }), {
      "test-catalog-to-endpoints": "test-endpoints-id",
      "test-catalog-to-s3": "pl-of-com.amazonaws.us-east-1.s3",
      "test-catalog-to-dynamodb": "pl-of-com.amazonaws.us-east-1.dynamodb",
      "test-catalog-to-203-0-113-0-24": "203.0.113.0/24",
      "test-catalog-to-pl-0123456789abcdef0": "pl-0123456789abcdef0",
    });
  });

  const wrongEgress: [Partial<RegionalPlatformArgs>, RegExp][] = [
    [{ egressTo: ["203.0.113.0/24"] }, /egressTo is .*; allowed: nothing without closedEgress/],
    [{ closedEgress: true, egressTo: ["0.0.0.0/0"] }, /egressTo\[0\] is "0\.0\.0\.0\/0"/],
    [{ closedEgress: true, egressTo: ["203.0.113.0"] }, /egressTo\[0\] is "203\.0\.113\.0"/],
    [{ closedEgress: true, egressTo: ["203.0.300.0/24"] }, /egressTo\[0\] is/],
    [{ closedEgress: true, egressTo: [["203.0.113.0/24"]] as never }, /egressTo\[0\] is \["203/],
    [{ closedEgress: true, egressTo: ["example.com"] }, /egressTo\[0\] is "example\.com"/],
    [
      { closedEgress: true, interfaceEndpoints: ["ecr.dkr"] },
      /interfaceEndpoints is \["ecr\.dkr"\]; .*Add ecr\.api, logs: no task starts/,
    ],
  ];
  it("needs endpoints for the secrets of services whose egress is closed", async () => {
    const services = {
      catalog: {
        directory: "services/catalog",
        secrets: { A: secret("{environment}/a"), B: parameter("/b") },
      },
    };
    const withSecrets = definePlatform({
      name: "Test",
      services,
      routes: { "GET /catalog": lambdaProxy("catalog") },
    });
    const closed = { definition: withSecrets, closedEgress: true };
    const interfaceEndpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"];

    await assert.rejects(record(closed), { message: /Add secretsmanager, ssm: no task starts/ });
    const { recorded } = await record({ ...closed, interfaceEndpoints });
    const task = recorded.inputs("TaskDefinition", "test-catalog")["containerDefinitions"];
    assert.match(String(task), /:secret:test\/a-AbCdEf"/);
  });

  for (const [wrong, message] of wrongEgress) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record(wrong), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }

  it("outputs the address of its health route", async () => {
    assert.equal((await record()).healthUrl, "https://api/live/health");
  });

  it("outputs no such address if the platform has no health route", async () => {
    const definition = definePlatform({ ...healthy, routes: {} });

    assert.equal((await record({ definition })).healthUrl, undefined);
  });

  it("passes the CORS settings of routes to their service's function", async () => {
    const definition = definePlatform({
      ...healthy,
      cors: { allowOrigin: "https://app.example.com" },
      routes: { ...healthy.routes, "GET /own": lambdaProxy("catalog", { cors: false }) },
    });

    const { recorded } = await record({ definition });

    const { variables } = recorded.inputs("Function", "test-catalog-proxy")["environment"] as {
      variables: Record<string, string>;
    };
    assert.equal(variables["CORS_ALLOW_ORIGIN"], "https://app.example.com");
    assert.equal(variables["CORS_BY_ROUTE"], '{"GET /own":null}');
  });

  it("refuses a definition that is not parsed before it creates anything", async () => {
    const definition = healthy as unknown as Platform;

    await assert.rejects(record({ definition }), {
      name: "ComponentArgumentError",
      message: /definition is .*; allowed: definePlatform/,
    });
  });

  describe("with a domain", () => {
    const documentOf = ({ recorded }: Awaited<ReturnType<typeof record>>) =>
      JSON.parse(String(recorded.inputs("RestApi", "test")["body"])) as {
        servers?: unknown;
        paths: Record<string, Record<string, { "x-amazon-apigateway-integration": object }>>;
        "x-amazon-apigateway-security-policy": string;
      };

    it("outputs the shared address, and the region's own without a stage", async () => {
      const { url, apiUrl, healthUrl } = await record({ domain });

      assert.equal(url, "https://api.example.com");
      assert.equal(apiUrl, "https://us-east-1.api.example.com");
      assert.equal(healthUrl, "https://us-east-1.api.example.com/health");
      assert.equal((await record()).url, undefined);
    });

    it("maps the domain to its stage and checks both health routes", async () => {
      const { recorded } = await record({ domain });

      const mapping = recorded.inputs("BasePathMapping", "test-domain-api.example.com");
      assert.deepEqual([mapping["restApi"], mapping["stageName"]], ["test-id", "live"]);
      const pathOf = (check: string) =>
        recorded.inputs("HealthCheck", `test-domain-${check}`)["resourcePath"];
      assert.deepEqual([pathOf("shallow"), pathOf("deep")], ["/health/gateway", "/health"]);
    });

    it("closes the API's default address, by its document and so by a new deployment", async () => {
      const closed = await record({ domain });

      assert.equal(closed.recorded.inputs("RestApi", "test")["disableExecuteApiEndpoint"], true);
      const extension = "x-amazon-apigateway-endpoint-configuration";
      assert.deepEqual(documentOf(closed).servers, [
        { url: "/", [extension]: { disableExecuteApiEndpoint: true } },
      ]);

      const triggers = ({ recorded }: typeof closed) =>
        JSON.stringify(recorded.inputs("Deployment", "test")["triggers"]);
      const open = await record({ domain: { ...domain, executeApi: true } });
      assert.equal(open.recorded.inputs("RestApi", "test")["disableExecuteApiEndpoint"], false);
      const plain = await record();
      assert.equal(plain.recorded.inputs("RestApi", "test")["disableExecuteApiEndpoint"], false);
      assert.equal(documentOf(open).servers, undefined);
      assert.notEqual(triggers(open), triggers(closed));
    });

    it("adds a route that the gateway answers, and limits of their own for both health routes", async () => {
      const domained = await record({ domain });

      const { paths } = documentOf(domained);
      const { get } = paths["/health/gateway"]!;
      assert.match(
        JSON.stringify(get!["x-amazon-apigateway-integration"]),
        /"type":"mock".*"statusCode":"200"/,
      );
      assert.deepEqual(domained.recorded.names("MethodSettings").sort(), [
        "test-GET/health",
        "test-GET/health/gateway",
        "test-all",
      ]);
      const plain = await record();
      assert.deepEqual(plain.recorded.names("MethodSettings"), ["test-all"]);
      assert.deepEqual(Object.keys(documentOf(plain).paths), ["/health"]);
    });

    it("leaves a definition's own route at that path alone", async () => {
      const own = { "GET /health/gateway": lambdaProxy("catalog", { auth: "none" }) } as const;
      const definition = definePlatform({ ...healthy, routes: { ...healthy.routes, ...own } });

      const { get } = documentOf(await record({ domain, definition })).paths["/health/gateway"]!;

      assert.match(JSON.stringify(get!["x-amazon-apigateway-integration"]), /"aws_proxy"/);
    });

    it("gives the API the domain's TLS policy if it is one of APIs", async () => {
      const policyOf = async (tlsPolicy: "TLS_1_2" | "SecurityPolicy_TLS13_1_2_PQ_2025_09") => {
        const domained = await record({ domain: { ...domain, tlsPolicy } });
        const { securityPolicy } = domained.recorded.inputs("RestApi", "test");
        assert.equal(documentOf(domained)["x-amazon-apigateway-security-policy"], securityPolicy);
        return securityPolicy;
      };

      const enhanced = "SecurityPolicy_TLS13_1_2_PQ_2025_09";
      assert.equal(await policyOf(enhanced), enhanced);
      assert.equal(await policyOf("TLS_1_2"), "SecurityPolicy_TLS13_1_2_2021_06");
    });

    const wrong: readonly (readonly [Partial<RegionalPlatformArgs>, RegExp])[] = [
      [
        { domain, definition: definePlatform({ ...healthy, routes: {} }) },
        /definition\.healthRoute is missing; .*because the region has a domain\. Add "GET \/health"/,
      ],
      [
        {
          domain,
          definition: definePlatform({
            ...healthy,
            routes: { ...healthy.routes, "ANY /health/gateway": lambdaProxy("catalog") },
          }),
        },
        /definition\.routes is "ANY \/health\/gateway"; allowed: everybody to call/,
      ],
      [{ domain: { ...domain, name: "API" } }, /domain\.name is "API"/],
      [
        { domain: { ...domain, aliases: ["us-east-1.api.example.com"] } },
        /domain\.aliases\[0\] is .*do not belong to a region/,
      ],
      [{ domain: { ...domain, zone: "a" } as never }, /unknown option "domain\.zone"/],
    ];
    for (const [args, message] of wrong) {
      it(`refuses what ${message} says`, async () => {
        await assert.rejects(record(args), { name: "ComponentArgumentError", message });
      });
    }
  });
});
