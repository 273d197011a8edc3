import assert from "node:assert/strict";
import type { Resource } from "../../graph/resource.ts";
import type { InspectedRegion } from "../inspectedRegion.ts";
import { describeAlarms } from "./alarms.ts";
import { evaluate } from "./expression.ts";

const alarm = (outputs: object): Resource => ({
  ...{ type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "a", id: "a", inputs: {} },
  outputs: {
    ...{ comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 3, datapointsToAlarm: 2 },
    ...{ namespace: "AWS/ApiGateway", dimensions: { ApiName: "shop", Stage: "live" }, period: 60 },
    ...outputs,
  },
});

/** Now is 1,000 s after the start of the clock. */
const now = 1_000_000;

const calls = (secondsAgo: number, count: number, status: number, durationMs = 1) =>
  Array.from({ length: count }, () => ({
    ...{ api: "shop", stage: "live", status, durationMs },
    endedAt: now - secondsAgo * 1000,
  }));

const describe1 = (resource: Resource, recorded: ReturnType<typeof calls>, isWhole = true) => {
  const region = { name: "eu-west-1", resources: [resource] } as unknown as InspectedRegion;
  return describeAlarms(region, recorded, now, () => isWhole)[0]!;
};

describe("describeAlarms", () => {
  const latency = alarm({ metricName: "Latency", extendedStatistic: "p99", threshold: 100 });
  const dimensions = { ApiName: "shop", Stage: "live" };
  const metric = (metricName: string, stat: string) => ({
    metric: { namespace: "AWS/ApiGateway", metricName, stat, period: 60, dimensions },
  });
  const rate = alarm({
    metricQueries: [
      { id: "rate", expression: "IF(errors >= 5, errors / calls, 0)", returnData: true },
      { id: "errors", ...metric("5XXError", "Sum") },
      { id: "calls", ...metric("Count", "SampleCount") },
    ],
    threshold: 0.05,
  });

  it("raises one after enough periods, of all calls of a period", () => {
    const slow = [...calls(10, 2, 200, 500), ...calls(10, 98, 200), ...calls(70, 1, 200, 101)];

    const described = describe1(latency, slow);

    assert.equal(described.state, "ALARM");
    assert.equal(described.condition, "p99 of Latency > 100, in 2 of 3 periods of 60 s");
    assert.deepEqual(
      described.datapoints.map(({ value, isBreaching }) => [value, isBreaching]),
      [
        [500, true],
        [101, true],
        [null, false],
      ],
    );
    assert.equal(describe1(latency, slow.slice(0, 100)).state, "OK");
  });

  it("computes metric math", () => {
    const failing = [...calls(10, 6, 502), ...calls(10, 6, 200), ...calls(100, 5, 500)];

    const { state, datapoints } = describe1(rate, failing);

    assert.equal(state, "ALARM");
    assert.deepEqual(
      datapoints.map(({ value }) => value),
      [0.5, 1, null],
    );
  });

  it("says what it does not measure, and that calls are missing", () => {
    const cpu = alarm({ namespace: "AWS/ECS", metricName: "CPUUtilization", statistic: "Average" });

    const { state, note } = describe1(cpu, []);

    assert.deepEqual(
      [state, note],
      ["not measured", "AWS/ECS CPUUtilization is measured on AWS only."],
    );
    assert.match(describe1(latency, [], false).note!, /Only some of the calls/);
  });

  const expressions: [expression: string, value: number | undefined][] = [
    ["a + b * 2", 7],
    ["(a + b) * 2", 8],
    ["-a - 1 / 2", -1.5],
    ["IF(a > b, 1, IF(a == 1, 2, 3))", 2],
    ["a / 0", undefined],
    ["missing", undefined],
    ["a +", undefined],
    ["FILL(a, 7) + FILL(missing, 0) + FILL(missing, -2)", -1],
    ["IF(FILL(missing, -1) < 0, b, missing)", 3],
    ["IF(missing > 1, 1, 2)", undefined],
    ["missing + 1", undefined],
    ["a; b", undefined],
    ["SEARCH('x')", undefined],
  ];
  for (const [expression, value] of expressions) {
    it(`evaluates ${expression}`, () => {
      const values = new Map([
        ["a", 1],
        ["b", 3],
        ["missing", undefined],
      ]);

      assert.equal(evaluate(expression, values), value);
    });
  }
});
