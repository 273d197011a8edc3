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

/** With what alarms and dashboards name besides `name`. */
const outputs = {
  "aws:ecs/cluster:Cluster": { arn: "arn:aws:ecs:us-east-1:123456789012:cluster/test-name" },
  "aws:lb/loadBalancer:LoadBalancer": { arnSuffix: "app/lb/1" },
  "aws:lb/targetGroup:TargetGroup": { arnSuffix: "targetgroup/tg/1" },
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

  it("pages the targets of a stack once for the region, and tells tickets everything", async () => {
    const alarmTargets = {
      page: { webhooks: ["https://events.example.com/key"] },
      ticket: { emails: ["team@example.com"] },
    };
    const recorded = await record({}, { alarmTargets });

    const topic = (kind: string) => `arn:aws:test:::aws:sns/topic:Topic/test-${kind}`;
    const actionsOf = (type: string, name: string) => recorded.inputs(type, name)["alarmActions"];
    assert.deepEqual(actionsOf("CompositeAlarm", "test-region"), [topic("page")]);
    assert.deepEqual(actionsOf("MetricAlarm", "test-api-latency"), [topic("ticket")]);
    assert.deepEqual(actionsOf("MetricAlarm", "test-api-throttled"), [topic("ticket")]);
    // Without an alarm of the region, the API's own page.
    const few = await record({}, { alarmTargets, observability: { alarms: "api" } });
    const both = [topic("ticket"), topic("page")];
    assert.deepEqual(few.inputs("MetricAlarm", "test-api-latency")["alarmActions"], both);
    assert.deepEqual(few.names("CompositeAlarm"), []);
  });

  it("has no more topics than CloudWatch notifies, and keeps webhooks out of errors", async () => {
    const alarmTopicArns = ["a", "b", "c", "d", "e"];
    const ticket = { emails: ["team@example.com"] };
    const webhooks = ["http://events.example.com/secret-key"];

    await assert.rejects(record({}, { alarmTopicArns, alarmTargets: { ticket } }), {
      message: /alarmTargets is "6 topics"; allowed: at most 5 topics for an alarm/,
    });
    await assert.rejects(record({}, { alarmTargets: { page: { webhooks } } }), ({ message }) => {
      assert.match(message as string, /alarmTargets\.page\.webhooks\[0\] is of type string/);
      assert.doesNotMatch(message as string, /secret-key/);
      return true;
    });
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

  it("has dashboards if they are on: the region's, and at home without an edge one over all regions", async () => {
    const names = async (observability: object, more: Partial<RegionalPlatformArgs> = {}) => {
      const recorded = await record({ observability }, more);
      return recorded
        .names("Dashboard")
        .map((name) => recorded.inputs("Dashboard", name)["dashboardName"])
        .sort();
    };
    const dashboardRegions = ["eu-west-1", "us-east-1"];

    assert.deepEqual(await names({}, { dashboardRegions }), []);
    assert.deepEqual(await names({ dashboards: true }), ["test-us-east-1"]);
    assert.deepEqual(await names({ dashboards: true, alarms: false }, { dashboardRegions }), [
      "test-global",
      "test-us-east-1",
    ]);
  });

  it("shows only metrics of what the region's stack has", async () => {
    const functions = {
      worker: {
        entry: "components/functions/testing/thumbnail.ts",
        queue: { from: "jobs" },
      },
    };
    const resources = ({ options }: ResourceScope) => ({
      jobs: new aws.sqs.Queue("jobs", { visibilityTimeoutSeconds: 60 }, options),
    });
    const services = {
      catalog: {
        directory: "services/catalog",
        tables: { items: { partitionKey: "id", actions: ["GetItem"] } },
      },
    };
    const routes = { ...shop.routes, "POST /jobs": sqs("jobs") };
    const observability = { dashboards: true };
    const recorded = await record({
      ...{ functions, resources, services, routes, observability },
    } as Partial<PlatformDefinition>);

    const body = JSON.parse(
      recorded.inputs("Dashboard", "test-dashboard")["dashboardBody"] as string,
    ) as { widgets: { properties: { metrics?: unknown[][]; alarms?: string[] } }[] };
    const rows = body.widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .map((row) => row.filter((each) => typeof each === "string"))
      .filter((row) => row.length > 0);
    const found = new Map<string, Set<string>>();
    for (const [namespace, metric, ...dimensions] of rows) {
      if (namespace === "Palisade") valuesOf(found, "Palisade").add(metric!);
      for (let at = 0; at < dimensions.length; at += 2) {
        valuesOf(found, dimensions[at]!).add(dimensions[at + 1]!);
      }
    }
    assert.deepEqual([...found.keys()].sort(), Object.keys(dimensionSources).sort());
    for (const [dimension, values] of found) {
      const [type, property] = dimensionSources[dimension]!;
      const declared = recorded.resources
        .filter((resource) => resource.type === type)
        .map((resource) => read({ id: resource.id, ...resource.outputs }, property));
      for (const value of values) assert.ok(declared.includes(value), `${dimension} ${value}`);
    }
    const alarms = body.widgets.flatMap(({ properties }) => properties.alarms ?? []);
    const arns = recorded.resources
      .filter(({ type }) => /Alarm$/.test(type) && type.startsWith("aws:"))
      .map(({ outputs: { arn } }) => arn);
    assert.deepEqual(alarms.toSorted(), arns.toSorted());
  });
});

/** The resource and its output that a dimension's values must be of. */
const dimensionSources: Readonly<Record<string, readonly [type: string, property: string]>> = {
  ApiName: ["aws:apigateway/restApi:RestApi", "name"],
  Stage: ["aws:apigateway/stage:Stage", "stageName"],
  LogGroupName: ["aws:cloudwatch/logGroup:LogGroup", "name"],
  FunctionName: ["aws:lambda/function:Function", "name"],
  ClusterName: ["aws:ecs/cluster:Cluster", "name"],
  ServiceName: ["aws:ecs/service:Service", "name"],
  LoadBalancer: ["aws:lb/loadBalancer:LoadBalancer", "arnSuffix"],
  TargetGroup: ["aws:lb/targetGroup:TargetGroup", "arnSuffix"],
  NatGatewayId: ["awsx:ec2:Vpc", "natGateways.0.id"],
  UserPool: ["aws:cognito/userPool:UserPool", "id"],
  UserPoolClient: ["aws:cognito/userPoolClient:UserPoolClient", "id"],
  TableName: ["aws:dynamodb/table:Table", "name"],
  QueueName: ["aws:sqs/queue:Queue", "name"],
  Palisade: ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "metricTransformation.name"],
};

const read = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((each, key) => (each as Record<string, unknown> | undefined)?.[key], value);

function valuesOf(found: Map<string, Set<string>>, name: string): Set<string> {
  const values = found.get(name) ?? new Set();
  found.set(name, values);
  return values;
}
