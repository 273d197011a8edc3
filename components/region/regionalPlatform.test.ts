import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy } from "../api/index.ts";
import { definePlatform, type Platform, type PlatformDefinition } from "../platform.ts";
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

/** Outputs of AWS that a region's components read. */
const outputs = {
  "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
};

async function record(more: Partial<RegionalPlatformArgs> = {}) {
  let healthUrl: string | undefined;
  const build = async () => {
    const region = new RegionalPlatform("test", { ...args, ...more });
    healthUrl = await new Promise((resolve) => {
      pulumi.output(region.healthUrl).apply(resolve);
    });
  };
  return { recorded: await recordResources(build, outputs), healthUrl };
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

  it("watches its API by its name in CloudWatch", async () => {
    const { recorded } = await record();

    assert.equal(recorded.counts["MetricAlarm"], 2);
    assert.deepEqual(recorded.inputs("MetricAlarm", "test-api-latency")["dimensions"], {
      ApiName: "test-name",
      Stage: "live",
    });
  });

  it("notifies the given topics of its alarms", async () => {
    const { recorded } = await record({ alarmTopicArns: ["arn:topic"] });

    const alarm = recorded.inputs("MetricAlarm", "test-api-latency");
    assert.deepEqual(alarm["alarmActions"], ["arn:topic"]);
  });
});
