import assert from "node:assert/strict";
import type { Resource } from "../../graph/resource.ts";
import { MetricStore, RegionMetrics } from "../../metrics/index.ts";
import { evaluate } from "./expression.ts";
import { holds } from "./rule.ts";
import { stateOf } from "./state.ts";
import { AlarmWatch } from "./watch.ts";

const minuteMs = 60_000;
const dimensions = { ApiName: "shop", Stage: "live" };

const alarm = (name: string, outputs: object): Resource => ({
  ...{ type: "aws:cloudwatch/metricAlarm:MetricAlarm", name, id: name, inputs: {} },
  outputs: {
    ...{ name, comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 3 },
    ...{ datapointsToAlarm: 2, namespace: "AWS/ApiGateway", dimensions, period: 60 },
    ...{ treatMissingData: "notBreaching", alarmDescription: "docs/runbooks/a.md - It is slow" },
    ...outputs,
  },
});

/** Alarms on a clock that only the test moves. */
function watched(...resources: Resource[]) {
  let now = 100 * minuteMs;
  const metrics = new RegionMetrics(new MetricStore(() => now));
  metrics.use(resources);
  const lines: string[] = [];
  const regions = [{ name: "eu-west-1", resources }];
  const watch = new AlarmWatch({
    regions: () => regions as never,
    metricsOf: () => metrics,
    announce: (line) => lines.push(line),
  });
  const latency = metrics.store.series(
    { namespace: "AWS/ApiGateway", name: "Latency", dimensions },
    { percentiles: true },
  );
  return {
    ...{ lines, latency, metrics },
    minute: () => (now += minuteMs),
    state: (name: string) => watch.evaluate().find((each) => each.name === name)!,
  };
}

describe("alarms", () => {
  const latency = alarm("latency", {
    ...{ metricName: "Latency", extendedStatistic: "p99", threshold: 100 },
  });

  it("rings after enough minutes, tells it once, and ends", () => {
    const region: Resource = {
      ...{ type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", name: "r", id: "r", inputs: {} },
      outputs: { alarmName: "region", alarmRule: 'ALARM("latency") OR ALARM("other")' },
    };
    const { latency: series, lines, minute, state } = watched(latency, region);
    for (let count = 0; count < 98; count++) series.add(1);
    series.add(500);
    series.add(500);
    assert.equal(state("latency").state, "OK");

    minute();
    series.add(101);

    const { datapoints, condition, runbook } = state("latency");
    assert.equal(state("latency").state, "ALARM");
    assert.equal(state("region").state, "ALARM");
    assert.equal(condition, "p99 of Latency > 100, in 2 of 3 periods of 60 s");
    assert.equal(runbook, "docs/runbooks/a.md");
    assert.deepEqual(
      datapoints.map(({ value, isBreaching }) => [Math.round(value ?? -1), isBreaching]),
      [
        [101, true],
        [500, true],
        [-1, false],
      ],
    );
    for (let count = 0; count < 5; count++) minute();
    series.add(1);
    assert.equal(state("latency").state, "OK");
    assert.deepEqual(lines, [
      "eu-west-1: alarm latency is on. p99 of Latency was 101, 500: 2 of 3 periods breach the threshold. docs/runbooks/a.md - It is slow",
      "eu-west-1: alarm latency has ended.",
    ]);
  });

  it("says why it does not measure a metric", () => {
    const ports = alarm("ports", {
      ...{ namespace: "AWS/NATGateway", metricName: "ErrorPortAllocation", statistic: "Sum" },
      dimensions: { NatGatewayId: "nat-1" },
    });
    const { state } = watched(ports);

    assert.equal(state("ports").state, "not measured");
    assert.match(state("ports").reason, /without a NAT gateway/);
  });

  /** The latest data point is the last one: X breaches, 0 does not, - is missing. CloudWatch's own tables. */
  const tables: readonly (readonly [
    needed: number,
    points: string,
    states: Readonly<Record<string, string>>,
  ])[] = [
    [3, "0 - X - X", { missing: "OK", ignore: "OK", breaching: "OK", notBreaching: "OK" }],
    [3, "- - - - 0", { missing: "OK", ignore: "OK", breaching: "OK", notBreaching: "OK" }],
    [
      ...[3, "- - - - -"],
      { missing: "INSUFFICIENT_DATA", ignore: "before", breaching: "ALARM", notBreaching: "OK" },
    ] as never,
    [
      3,
      "0 X X - X",
      { missing: "ALARM", ignore: "ALARM", breaching: "ALARM", notBreaching: "ALARM" },
    ],
    [
      3,
      "- - X - -",
      { missing: "ALARM", ignore: "before", breaching: "ALARM", notBreaching: "OK" },
    ],
    [
      2,
      "0 - X - X",
      { missing: "ALARM", ignore: "ALARM", breaching: "ALARM", notBreaching: "ALARM" },
    ],
    [
      2,
      "0 0 X 0 X",
      { missing: "ALARM", ignore: "ALARM", breaching: "ALARM", notBreaching: "ALARM" },
    ],
    [2, "0 - X - -", { missing: "OK", ignore: "OK", breaching: "ALARM", notBreaching: "OK" }],
    [2, "- - - - 0", { missing: "OK", ignore: "OK", breaching: "OK", notBreaching: "OK" }],
    [
      2,
      "- - - X -",
      { missing: "ALARM", ignore: "before", breaching: "ALARM", notBreaching: "OK" },
    ],
  ];
  for (const [needed, points, states] of tables) {
    it(`treats missing data in ${points} as CloudWatch does for ${needed} of 3`, () => {
      const breaches = points
        .split(" ")
        .map((point) => (point === "-" ? undefined : point === "X"))
        .reverse();

      for (const [missing, expected] of Object.entries(states)) {
        for (const before of ["OK", "ALARM"] as const) {
          const state = stateOf(breaches, { needed, periods: 3, missing }, before);
          assert.equal(state, expected === "before" ? before : expected, missing);
        }
      }
    });
  }

  const rules: [rule: string, expected: boolean | undefined][] = [
    ['ALARM("on") OR ALARM("off")', true],
    ['ALARM("on") AND NOT ALARM("off")', true],
    ["NOT (ALARM(on) OR OK(off))", false],
    ['OK("off") AND INSUFFICIENT_DATA("unknown")', true],
    ['ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:on")', true],
    ["ALARM(off) AND TRUE OR ALARM(on) AND FALSE", false],
    ["TRUE FALSE", undefined],
    ['ALARM("on"', undefined],
    ["MAYBE(on)", undefined],
  ];
  for (const [rule, expected] of rules) {
    it(`reads the rule ${rule}`, () => {
      const state = (name: string) => ({ on: "ALARM", off: "OK" })[name] as "ALARM" | undefined;

      if (expected === undefined)
        assert.throws(() => holds(rule, state), { name: "AlarmRuleError" });
      else assert.equal(holds(rule, state), expected);
    });
  }

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
