import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { ApiAlarms, type ApiAlarmsArgs } from "./index.ts";

const args: ApiAlarmsArgs = { restApiName: "test-api", stageName: "live" };

const record = (more: Partial<ApiAlarmsArgs> = {}) =>
  recordResources(() => new ApiAlarms("test", { ...args, ...more }));

type Recorded = Awaited<ReturnType<typeof record>>;

const alarms = (recorded: Recorded) =>
  recorded.names("MetricAlarm").map((name) => recorded.inputs("MetricAlarm", name));

interface Query {
  id: string;
  expression?: string;
  metric?: { metricName: string; stat: string; period: number; dimensions: object };
  returnData?: boolean;
}

describe("ApiAlarms", () => {
  it("creates these alarms and nothing else", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, { MetricAlarm: 2 });
    assert.deepEqual(recorded.names("MetricAlarm").sort(), ["test-latency", "test-server-errors"]);
  });

  it("watches the stage's rate of server errors, if there are several", async () => {
    const recorded = await record();

    const alarm = recorded.inputs("MetricAlarm", "test-server-errors");
    const queries = alarm["metricQueries"] as Query[];
    const metric = (metricName: string, stat: string) => ({
      namespace: "AWS/ApiGateway",
      metricName,
      stat,
      period: 60,
      dimensions: { ApiName: "test-api", Stage: "live" },
    });
    assert.deepEqual(
      queries.filter(({ returnData }) => returnData).map(({ expression }) => expression),
      ["IF(errors >= 5, errors / calls, 0)"],
    );
    assert.deepEqual(queries.find(({ id }) => id === "errors")?.metric, metric("5XXError", "Sum"));
    assert.deepEqual(
      queries.find(({ id }) => id === "calls")?.metric,
      metric("Count", "SampleCount"),
    );
    assert.equal(alarm["threshold"], 0.05);
  });

  it("watches the stage's 99th percentile of latency", async () => {
    const recorded = await record();

    const alarm = recorded.inputs("MetricAlarm", "test-latency");
    assert.equal(alarm["namespace"], "AWS/ApiGateway");
    assert.equal(alarm["metricName"], "Latency");
    assert.equal(alarm["extendedStatistic"], "p99");
    assert.equal(alarm["period"], 60);
    assert.equal(alarm["threshold"], 4_000);
    assert.deepEqual(alarm["dimensions"], { ApiName: "test-api", Stage: "live" });
    // CloudWatch refuses an alarm with both.
    assert.equal(alarm["statistic"], undefined);
  });

  it("alarms after two bad minutes of three, and not without calls", async () => {
    for (const alarm of alarms(await record())) {
      assert.equal(alarm["comparisonOperator"], "GreaterThanThreshold");
      assert.deepEqual([alarm["datapointsToAlarm"], alarm["evaluationPeriods"]], [2, 3]);
      assert.equal(alarm["treatMissingData"], "notBreaching");
    }
  });

  it("notifies only the given topics, also when an alarm ends", async () => {
    for (const alarm of alarms(await record())) {
      assert.equal(alarm["alarmActions"], undefined);
      assert.equal(alarm["okActions"], undefined);
    }
    for (const alarm of alarms(await record({ alarmTopicArns: ["arn:topic"] }))) {
      assert.deepEqual(alarm["alarmActions"], ["arn:topic"]);
      assert.deepEqual(alarm["okActions"], ["arn:topic"]);
    }
  });

  it("outputs the alarms' names in CloudWatch, by which deployments check them", async () => {
    const found: string[] = [];

    await recordResources(async () => {
      const { alarmNames } = new ApiAlarms("test", args);
      found.push(...(await Promise.all(alarmNames.map(known))));
    });

    assert.deepEqual(found, ["test-server-errors-name", "test-latency-name"]);
  });
});

const known = (output: pulumi.Output<string>) =>
  new Promise<string>((resolve) => void output.apply(resolve));
