import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { RegionAlarms, type RegionAlarmsArgs } from "../index.ts";
import { regionAlarmNames } from "./overrides.ts";
import type { AlarmThreshold } from "./threshold.ts";
import { thresholds } from "./thresholds.ts";

const service = {
  clusterName: "shop",
  serviceName: "orders",
  loadBalancer: "app/orders/1",
  targetGroup: "targetgroup/orders/1",
};

/** A region with one of each part. */
const one: RegionAlarmsArgs = {
  api: {
    restApiName: "shop",
    stageName: "live",
    accessLogNames: ["access"],
    firewall: true,
    quotas: true,
  },
  functions: { resize: "shop-resize" },
  services: { orders: service },
  natGateways: { 1: "nat-1" },
  userPool: { id: "eu-west-1_1", clientIds: { public: "c1" } },
  triggerLogs: { preSignUp: "pre-sign-up", postConfirmation: "post-confirmation" },
  tables: { "orders.orders": "orders-1" },
  queues: { resize: "jobs" },
  deadLetterQueues: { "resize-dead": "jobs-dead" },
  certificates: { domain: "arn:aws:acm:eu-west-1:123456789012:certificate/1" },
};

const record = (args: RegionAlarmsArgs) => recordResources(() => new RegionAlarms("shop", args));

type Recorded = Awaited<ReturnType<typeof record>>;

/** Metrics of an alarm with their dimensions, as `<namespace> <name> <statistic> <dimensions>`. */
const metricsOf = (recorded: Recorded, name: string): string[] => {
  const alarm = recorded.inputs("MetricAlarm", name);
  const queries = (alarm["metricQueries"] ?? []) as { metric?: Record<string, unknown> }[];
  const measured = queries.map(({ metric }) => metric).filter((metric) => metric !== undefined);
  const metrics: Record<string, unknown>[] = queries.length > 0 ? measured : [alarm];
  return metrics.map((metric) => {
    const statistic = metric["stat"] ?? metric["statistic"] ?? metric["extendedStatistic"];
    const dimensions = metric["dimensions"] ? ` ${JSON.stringify(metric["dimensions"])}` : "";
    return `${String(metric["namespace"])} ${String(metric["metricName"])} ${String(statistic)}${dimensions}`;
  });
};

describe("RegionAlarms", () => {
  it("creates one alarm per row of the table for a region with one of each part", async () => {
    const recorded = await record(one);

    const names = recorded.names("MetricAlarm").map((name) => name.replace(/^shop-/, ""));
    const others = ["api-server-errors", "api-latency"];
    assert.deepEqual(
      names.map((name) => regionAlarmNames.find((alarm) => name.endsWith(alarm))).sort(),
      regionAlarmNames.filter((name) => !others.includes(name)).sort(),
    );
    assert.deepEqual(recorded.counts, { MetricAlarm: 21, LogMetricFilter: 7, CompositeAlarm: 1 });
  });

  it("creates nothing for a region without parts", async () => {
    assert.deepEqual((await record({})).counts, {});
  });

  it("watches each metric by the dimensions that AWS gives it", async () => {
    const recorded = await record(one);

    const balancer = '{"LoadBalancer":"app/orders/1","TargetGroup":"targetgroup/orders/1"}';
    const ecs = '{"ClusterName":"shop","ServiceName":"orders"}';
    for (const [name, ...metrics] of [
      ["shop-api-throttled", "Palisade shop-throttled Sum"],
      [
        "shop-api-refused-tokens",
        "Palisade shop-refused-tokens Sum",
        'AWS/ApiGateway Count SampleCount {"ApiName":"shop","Stage":"live"}',
      ],
      [
        "shop-api-integration-latency",
        'AWS/ApiGateway IntegrationLatency p90 {"ApiName":"shop","Stage":"live"}',
      ],
      ["shop-resize-function-errors", 'AWS/Lambda Errors Sum {"FunctionName":"shop-resize"}'],
      ["shop-function-concurrency", "AWS/Lambda ClaimedAccountConcurrency Maximum"],
      [
        "shop-orders-service-down",
        `AWS/ApplicationELB HealthyHostCount Minimum ${balancer}`,
        `ECS/ContainerInsights RunningTaskCount Minimum ${ecs}`,
      ],
      ["shop-orders-service-cpu", `AWS/ECS CPUUtilization Average ${ecs}`],
      ["shop-1-nat-ports", 'AWS/NATGateway ErrorPortAllocation Sum {"NatGatewayId":"nat-1"}'],
      [
        "shop-orders.orders-table-throttles",
        'AWS/DynamoDB ReadThrottleEvents Sum {"TableName":"orders-1"}',
        'AWS/DynamoDB WriteThrottleEvents Sum {"TableName":"orders-1"}',
      ],
      [
        "shop-resize-dead-dead-letters",
        'AWS/SQS ApproximateNumberOfMessagesVisible Maximum {"QueueName":"jobs-dead"}',
      ],
    ]) {
      assert.deepEqual(metricsOf(recorded, name!), metrics);
    }
  });

  it("counts the lines of logs that its alarms read", async () => {
    const recorded = await record(one);

    const filters = recorded.names("LogMetricFilter").map((name) => {
      const { logGroupName, pattern, metricTransformation } = recorded.inputs(
        "LogMetricFilter",
        name,
      );
      const { namespace, name: metric } = metricTransformation as Record<string, string>;
      return `${String(logGroupName)} ${String(pattern)} ${namespace} ${metric}`;
    });
    assert.ok(filters.includes('access { $.errorType = "THROTTLED" } Palisade shop-throttled'));
    assert.ok(
      filters.includes(
        'access { ($.errorType = "AUTHORIZER_FAILURE") || ($.errorType = "AUTHORIZER_CONFIGURATION_ERROR") } Palisade shop-authorizer-failures',
      ),
    );
    const triggers = filters.filter((filter) => filter.endsWith("Palisade shop-trigger-failures"));
    assert.deepEqual(
      triggers.map((filter) => filter.split(" ")[0]),
      ["pre-sign-up", "post-confirmation"],
    );
    // Each metric of our own that an alarm reads is counted.
    const counted = new Set(filters.map((filter) => filter.split(" ").at(-1)));
    const read = recorded
      .names("MetricAlarm")
      .flatMap((name) => metricsOf(recorded, name))
      .filter((metric) => metric.startsWith("Palisade "))
      .map((metric) => metric.split(" ")[1]);
    assert.deepEqual(new Set(read), counted);
  });

  it("counts the calls of a canary, which have a log of their own, in the same metrics", async () => {
    const api = { ...one.api!, accessLogNames: ["access", "access/Canary"] };
    const recorded = await record({ api });

    const logs = recorded
      .names("LogMetricFilter")
      .map((name) => recorded.inputs("LogMetricFilter", name))
      .filter(({ metricTransformation }) => /throttled/.test(JSON.stringify(metricTransformation)))
      .map(({ logGroupName }) => logGroupName);
    assert.deepEqual(logs, ["access", "access/Canary"]);
  });

  it("pages once for the whole region, and tells every alarm to the other topics", async () => {
    const pageTopicArns = ["arn:page"];
    const ticketTopicArns = ["arn:ticket"];
    const pagingAlarmNames = ["shop-api-latency"];
    const recorded = await record({ ...one, pageTopicArns, ticketTopicArns, pagingAlarmNames });

    const region = recorded.inputs("CompositeAlarm", "shop-region");
    assert.deepEqual([region["alarmActions"], region["okActions"]], [["arn:page"], ["arn:page"]]);
    assert.equal(
      region["alarmRule"],
      'ALARM("shop-api-latency") OR ALARM("shop-api-authorizer-failures-name") OR ALARM("shop-orders-service-down-name") OR ALARM("shop-trigger-failures-name")',
    );
    for (const name of recorded.names("MetricAlarm")) {
      assert.deepEqual(recorded.inputs("MetricAlarm", name)["alarmActions"], ["arn:ticket"]);
    }
  });

  it("changes and leaves out alarms by name", async () => {
    const overrides = {
      "service-cpu": { threshold: 70, periods: 4, periodsToAlarm: 3, severity: "page" },
      "trigger-failures": false,
      "api-throttled": false,
    } as const;
    const recorded = await record({ ...one, overrides });

    const cpu = recorded.inputs("MetricAlarm", "shop-orders-service-cpu");
    const { threshold, evaluationPeriods, datapointsToAlarm } = cpu;
    assert.deepEqual([threshold, evaluationPeriods, datapointsToAlarm], [70, 4, 3]);
    const rule = String(recorded.inputs("CompositeAlarm", "shop-region")["alarmRule"]);
    assert.match(rule, /orders-service-cpu/);
    assert.doesNotMatch(rule, /trigger-failures/);
    assert.deepEqual(recorded.counts, { MetricAlarm: 19, LogMetricFilter: 4, CompositeAlarm: 1 });
  });

  it("begins every description with the address of the runbook", async () => {
    const recorded = await record({ ...one, runbooks: "https://git.example.com/runbooks/" });

    for (const name of recorded.names("MetricAlarm")) {
      const text = String(recorded.inputs("MetricAlarm", name)["alarmDescription"]);
      const alarm = regionAlarmNames.find((each) => name.endsWith(each))!;
      assert.ok(text.startsWith(`https://git.example.com/runbooks/${alarm}.md - `), text);
      assert.ok(text.length <= 1_024);
    }
  });

  for (const [wrong, message] of [
    [{ functions: { "a b": "f" } }, /functions\["a b"\] is not a valid name/],
    [{ services: { orders: { ...service, loadBalancer: "arn:x" } } }, /services\.orders\.loadBa/],
    [{ overrides: { "service-cpus": false } as never }, /Did you mean "service-cpu"/],
    [
      { overrides: { "nat-ports": { periods: 4 } } },
      /periodsToAlarm is 5; allowed: at most periods/,
    ],
    [{ overrides: { "certificate-expiry": { periods: 2 } } }, /at most 1: CloudWatch looks back/],
    [
      { services: Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`s${i}`, service])) },
      /is "101 alarms that page"; allowed: .*at most 100/,
    ],
    [{ pageTopicArns: "arn" as never }, /a list of at most 5 ARNs/],
  ] as [RegionAlarmsArgs, RegExp][]) {
    it(`refuses ${JSON.stringify(wrong).slice(0, 80)}`, () => {
      refuses(() => new RegionAlarms("shop", { ...one, ...wrong }), { message });
    });
  }
});

describe("the table of alarms", () => {
  const names = Object.keys(thresholds);

  it("has names of which none ends another, so that resources' names stay different", () => {
    for (const name of names) {
      assert.deepEqual(
        names.filter((other) => other !== name && other.endsWith(`-${name}`)),
        [],
      );
    }
  });

  for (const [name, row] of Object.entries<AlarmThreshold>(thresholds)) {
    it(`has metrics that ${name} uses, and periods that CloudWatch accepts`, () => {
      const ids = Object.keys(row.metrics);
      assert.ok(row.math !== undefined || ids.length === 1);
      for (const id of ids) assert.ok(row.math?.expression.includes(id) ?? true);
      assert.ok(row.periodsToAlarm <= row.periods);
      assert.ok(row.periods * row.periodSeconds <= 86_400);
      assert.ok(row.reason.length > 20 && row.source.includes('"'));
    });
  }
});
