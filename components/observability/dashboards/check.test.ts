import assert from "node:assert/strict";
import { options } from "../../shared/options.ts";
import { faultText } from "../../shared/errors.ts";
import type { DashboardBody } from "./body.ts";
import { bodyRules, gridFaults } from "./check.ts";

const calls = ["AWS/ApiGateway", "Count", "ApiName", "shop", "Stage", "live", { id: "calls" }];
const properties = {
  title: "Calls",
  region: "eu-west-1",
  view: "timeSeries",
  stat: "Sum",
  period: 60,
  metrics: [calls, [{ expression: "calls / 60", label: "a second" }]],
};
const place = { x: 0, y: 0, width: 12, height: 6 };
const graph = { ...place, type: "metric", properties };
const alarm = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:dev-region";
const alarms = { ...place, y: 6, type: "alarm", properties: { title: "Alarms", alarms: [alarm] } };
const text = { ...place, x: 12, type: "text", properties: { markdown: "# Shop" } };
const body = { start: "-PT3H", periodOverride: "inherit", widgets: [graph, alarms, text] };

const faultsOf = (given: unknown): string[] =>
  options<DashboardBody>(bodyRules, gridFaults)(given, "").map(faultText);
const withWidget = (widget: object) => ({ ...body, widgets: [widget] });
const withProperty = (more: object) =>
  withWidget({ ...graph, properties: { ...properties, ...more } });
const withMetrics = (...metrics: unknown[]) => withProperty({ metrics });

/** Does not prove that CloudWatch takes what passes: its checks are not published as a schema. */
describe("the check of a dashboard's body", () => {
  it("lets a graph, alarms and a text pass", () => {
    assert.deepEqual(faultsOf(body), []);
  });

  const refused: Record<string, [unknown, RegExp]> = {
    "a widget beyond the 24 columns": [withWidget({ ...graph, x: 13 }), /x \+ width of at most 24/],
    "two widgets at one place": [
      { ...body, widgets: [graph, { ...text, x: 11, y: 5 }] },
      /widgets\[1\].*a place that widgets\[0\] does not take/,
    ],
    "more than 500 widgets": [
      { ...body, widgets: Array.from({ length: 501 }, () => text) },
      /at most 500 widgets/,
    ],
    "a widget of another type": [
      withWidget({ ...graph, type: "chart" }),
      /"text", "metric", "alarm"/,
    ],
    "a graph without a region": [withProperty({ region: undefined }), /region is missing/],
    "another view": [withProperty({ view: "lines" }), /"timeSeries", "singleValue", "bar"/],
    "a period of half a minute": [withProperty({ period: 30 }), /a multiple of 60 seconds/],
    "another statistic": [withProperty({ stat: "Mean" }), /SampleCount, Average/],
    "a misspelt property": [withProperty({ annotation: {} }), /unknown option.*annotation/],
    "no metric": [withMetrics(), /1 to 500 metrics/],
    "a metric without a name": [withMetrics(["AWS/Lambda"]), /\[namespace, metric, dimension/],
    "a dimension without a value": [
      withMetrics(["AWS/Lambda", "Errors", "FunctionName"]),
      /\[namespace, metric, dimension/,
    ],
    "a dimension whose value is empty": [
      withMetrics(["AWS/Lambda", "Errors", "FunctionName", ""]),
      /non-empty string/,
    ],
    "an id that begins with a capital": [
      withMetrics([...calls.slice(0, -1), { id: "Calls" }]),
      /begins with a lower-case letter/,
    ],
    "an id that two metrics have": [withMetrics(calls, calls), /ids that only one metric has/],
    "an expression of a metric that is missing": [
      withMetrics(calls, [{ expression: "SUM(cals)", label: "all" }]),
      /"cals"; allowed: ids of metrics: calls/,
    ],
    "an alarm by its name": [
      withWidget({ ...alarms, properties: { title: "Alarms", alarms: ["dev-region"] } }),
      /an alarm's ARN/,
    ],
    "more than 100 alarms in a widget": [
      withWidget({
        ...alarms,
        properties: { title: "Alarms", alarms: Array.from({ length: 101 }, () => alarm) },
      }),
      /1 to 100 ARNs/,
    ],
    "a start that is a date": [{ ...body, start: "2026-11-30" }, /-PT3H/],
  };
  for (const [name, [given, message]] of Object.entries(refused)) {
    it(`refuses ${name}`, () => assert.match(faultsOf(given).join("\n"), message));
  }
});
