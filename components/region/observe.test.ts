import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy, sqs } from "../api/index.ts";
import * as aws from "@pulumi/aws";
import { definePlatform, type PlatformDefinition, type ResourceScope } from "../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const shop: PlatformDefinition = {
  name: "Test",
  services: { catalog: { directory: "services/catalog" } },
  routes: { "GET /health": lambdaProxy("catalog", { auth: "none" }) },
};

const outputs = {
  "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
  "awsx:ec2:Vpc": { vpcId: "vpc", privateSubnetIds: ["private-1", "private-2"] },
};

const record = (
  definition: Partial<PlatformDefinition> = {},
  more: Partial<RegionalPlatformArgs> = {},
) =>
  recordResources(
    () =>
      new RegionalPlatform("test", {
        region: "us-east-1",
        definition: definePlatform({ ...shop, ...definition }),
        zones: ["us-east-1a", "us-east-1b"],
        production: false,
        ...more,
      }),
    outputs,
  );

describe("what a region's options of observability create", () => {
  it("is nothing at all if alarms are off", async () => {
    const countsWith = async (alarms: false | "api" | "all") => {
      const { counts } = await record({ observability: { alarms } });
      return ["MetricAlarm", "LogMetricFilter", "CompositeAlarm"].map((type) => counts[type] ?? 0);
    };

    assert.deepEqual(await countsWith(false), [0, 0, 0]);
    assert.deepEqual(await countsWith("api"), [2, 0, 0]);
    assert.deepEqual(await countsWith("all"), [18, 7, 1]);
  });

  it("watches the API by its name in CloudWatch", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.inputs("MetricAlarm", "test-api-latency")["dimensions"], {
      ApiName: "test-name",
      Stage: "live",
    });
  });

  it("notifies the given topics of every alarm", async () => {
    const recorded = await record({}, { alarmTopicArns: ["arn:topic"] });

    for (const name of recorded.names("MetricAlarm")) {
      assert.deepEqual(recorded.inputs("MetricAlarm", name)["alarmActions"], ["arn:topic"], name);
    }
    assert.equal(recorded.inputs("CompositeAlarm", "test-region")["alarmActions"], undefined);
  });

  it("watches queues that a function consumes, and what failed for good", async () => {
    const functions = {
      resize: {
        entry: "components/functions/testing/thumbnail.ts",
        queue: { from: "jobs" },
        schedules: { nightly: { expression: "rate(1 day)" } },
      },
    };
    const resources = ({ options }: ResourceScope) => ({
      jobs: new aws.sqs.Queue("jobs", { visibilityTimeoutSeconds: 60 }, options),
      idle: new aws.sqs.Queue("idle", {}, options),
    });
    const routes = { ...shop.routes, "POST /jobs": sqs("jobs") };
    const recorded = await record({ functions, resources, routes } as Partial<PlatformDefinition>);

    const queueOf = (name: string) =>
      (recorded.inputs("MetricAlarm", name)["dimensions"] as { QueueName: string }).QueueName;
    const alarms = recorded.names("MetricAlarm").filter((name) => /queue-|letters/.test(name));
    assert.deepEqual(Object.fromEntries(alarms.map((name) => [name, queueOf(name)])), {
      "test-resize-queue-age": "jobs-name",
      "test-resize-failed-dead-letters": "test-resize-failed-name",
      "test-resize-dead-dead-letters": "test-resize-dead-name",
    });
  });

  it("has no alarms on the users outside their home region", async () => {
    const home = {
      userPoolId: "us-east-1_1",
      userPoolArn: "arn:pool",
      clientId: "c1",
      issuer: "https://issuer",
    };
    const names = (await record({}, { home })).names("MetricAlarm");

    assert.deepEqual(
      names.filter((name) => /users|trigger/.test(name)),
      [],
    );
  });
});
