import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy } from "../api/index.ts";
import { definePlatform, type PlatformDefinition } from "../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const healthy = definePlatform({
  name: "Test",
  services: { catalog: { directory: "services/catalog" } },
  routes: { "GET /health": lambdaProxy("catalog", { auth: "none" }) },
});

const args: RegionalPlatformArgs = {
  region: "us-east-1",
  definition: healthy,
  zones: ["us-east-1a", "us-east-1b"],
  production: false,
};

/** What AWS answers, as far as a region's components look into it. */
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
  it("tells where to ask whether it works", async () => {
    assert.equal((await record()).healthUrl, "https://api/live/health");
  });

  it("tells no such address if the platform has no health route", async () => {
    const definition: PlatformDefinition = { ...healthy, routes: {} };

    assert.equal((await record({ definition })).healthUrl, undefined);
  });

  it("tells a service's function whose pages may read its answers, by route", async () => {
    const definition: PlatformDefinition = {
      ...healthy,
      cors: { allowOrigin: "https://app.example.com" },
      routes: { ...healthy.routes, "GET /own": lambdaProxy("catalog", { cors: false }) },
    };

    const { recorded } = await record({ definition });

    const { variables } = recorded.inputs("Function", "test-catalog-proxy")["environment"] as {
      variables: Record<string, string>;
    };
    assert.equal(variables["CORS_ALLOW_ORIGIN"], "https://app.example.com");
    assert.equal(variables["CORS_BY_ROUTE"], '{"GET /own":null}');
  });

  it("refuses a health route that is none before it makes anything", async () => {
    const definition = { ...healthy, healthRoute: "GET /alive" };

    await assert.rejects(record({ definition }), { name: "RouteError", route: "GET /alive" });
  });

  it("watches its own API, by the name that CloudWatch knows it by", async () => {
    const { recorded } = await record();

    assert.equal(recorded.counts["MetricAlarm"], 2);
    assert.deepEqual(recorded.inputs("MetricAlarm", "test-api-latency")["dimensions"], {
      ApiName: "test-name",
      Stage: "live",
    });
  });

  it("tells the given topics of its alarms", async () => {
    const { recorded } = await record({ alarmTopicArns: ["arn:topic"] });

    const alarm = recorded.inputs("MetricAlarm", "test-api-latency");
    assert.deepEqual(alarm["alarmActions"], ["arn:topic"]);
  });
});
