import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidDataTraces as rule } from "./forbidDataTraces.ts";

const methodSettings = "aws:apigateway/methodSettings:MethodSettings";
const stage = "aws:apigatewayv2/stage:Stage";

testRule(rule, methodSettings, {
  compliant: { methodPath: "*/*", settings: { loggingLevel: "INFO", dataTraceEnabled: false } },
  passing: { "no value": { settings: { loggingLevel: "INFO" } } },
  failing: {
    "a trace": { settings: { dataTraceEnabled: true } },
    "a trace as a text": { settings: { dataTraceEnabled: "true" } },
  },
  undecided: {
    "whether there is a trace": { settings: { dataTraceEnabled: unknown } },
    "the settings": { settings: unknown },
  },
});

testRule(rule, stage, {
  compliant: {
    defaultRouteSettings: { dataTraceEnabled: false },
    routeSettings: [{ routeKey: "$connect", dataTraceEnabled: false }],
  },
  passing: { "no settings": { defaultRouteSettings: undefined, routeSettings: undefined } },
  failing: {
    "a trace of all routes": { defaultRouteSettings: { dataTraceEnabled: true } },
    "a trace of one route": [
      { routeSettings: [{ routeKey: "$connect" }, { routeKey: "send", dataTraceEnabled: true }] },
      "routeSettings[1].dataTraceEnabled",
    ],
  },
});

describe("forbid-data-traces", () => {
  it("turns traces off and changes nothing else", () => {
    const tracing = { routeKey: "send", dataTraceEnabled: true };
    const inputs = {
      defaultRouteSettings: { dataTraceEnabled: "true", loggingLevel: "INFO" },
      routeSettings: [tracing, { routeKey: "receive" }],
    };

    assert.equal(rule.remediate?.(inputs, stage), true);
    assert.deepEqual(inputs, {
      defaultRouteSettings: { dataTraceEnabled: false, loggingLevel: "INFO" },
      routeSettings: [{ routeKey: "send", dataTraceEnabled: false }, { routeKey: "receive" }],
    });
    assert.equal(rule.remediate?.(inputs, stage), false);
    assert.equal(rule.remediate?.({ settings: {} }, methodSettings), false);
    assert.equal(rule.remediate?.({}, methodSettings), false);
  });
});
