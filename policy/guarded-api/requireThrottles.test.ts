import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireThrottles as rule } from "./requireThrottles.ts";

const limits = { throttlingRateLimit: 100, throttlingBurstLimit: 50 };

testRule(rule, "aws:apigateway/methodSettings:MethodSettings", {
  compliant: { methodPath: "*/*", settings: limits },
  passing: {
    "limits of zero": { settings: { ...limits, throttlingRateLimit: 0 } },
    "all that the account may": { settings: { ...limits, throttlingRateLimit: 10_000 } },
    "limits as texts": { settings: { throttlingRateLimit: "1.5", throttlingBurstLimit: "5" } },
  },
  failing: {
    "no rate": [{ settings: { throttlingBurstLimit: 50 } }, "settings.throttlingRateLimit"],
    "no burst": [{ settings: { throttlingRateLimit: 100 } }, "settings.throttlingBurstLimit"],
    "a rate without limit": [
      { settings: { ...limits, throttlingRateLimit: -1 } },
      "settings.throttlingRateLimit",
    ],
    "a rate above the quota": [
      { settings: { ...limits, throttlingRateLimit: 1e9 } },
      "settings.throttlingRateLimit",
    ],
    "a burst without limit": [
      { settings: { ...limits, throttlingBurstLimit: "-1" } },
      "settings.throttlingBurstLimit",
    ],
    "one path that lifts the limits": [
      { methodPath: "~1orders/GET", settings: { metricsEnabled: true } },
      "settings.throttlingRateLimit",
    ],
    "no settings": [{ settings: undefined }, "settings.throttlingRateLimit"],
    "no burst while the rate is not known yet": [
      { settings: { throttlingRateLimit: unknown } },
      "settings.throttlingBurstLimit",
    ],
  },
  undecided: {
    "the rate": { settings: { ...limits, throttlingRateLimit: unknown } },
    "the settings": { settings: unknown },
  },
});

testRule(rule, "aws:apigatewayv2/stage:Stage", {
  compliant: { defaultRouteSettings: limits },
  passing: {
    "limits for one route": { routeSettings: [{ routeKey: "GET /orders", ...limits }] },
    "limits for routes only, whose coverage another policy checks": {
      defaultRouteSettings: undefined,
      routeSettings: [{ routeKey: "GET /orders", ...limits }],
    },
  },
  failing: {
    "no settings": [
      { defaultRouteSettings: undefined },
      "defaultRouteSettings.throttlingRateLimit",
    ],
    "one route that lifts a limit": [
      {
        routeSettings: [
          { routeKey: "GET /orders", ...limits },
          { routeKey: "POST /orders", throttlingRateLimit: 100 },
        ],
      },
      "routeSettings[1].throttlingBurstLimit",
    ],
    "one route without a limit": [
      { routeSettings: [{ routeKey: "GET /orders", ...limits, throttlingRateLimit: -1 }] },
      "routeSettings[0].throttlingRateLimit",
    ],
  },
  undecided: {
    "the settings": { defaultRouteSettings: unknown },
    "the settings of routes": { routeSettings: unknown },
    "the limit of a route": {
      routeSettings: [{ routeKey: "GET /orders", ...limits, throttlingRateLimit: unknown }],
    },
  },
});

describe("require-throttles", () => {
  it("fails with the stage of an API with a target", () => {
    const type = "aws:apigatewayv2/api:Api";
    const made = judge(rule, { type, props: { target: "https://example.com" } });
    const none = judge(rule, { type, props: { protocolType: "HTTP" } });

    assert.match(made.violations[0]?.message ?? "", /target creates a stage without limits/);
    assert.deepEqual(none.violations, []);
  });

  it("uses a configured account quota", () => {
    const type = "aws:apigateway/methodSettings:MethodSettings";
    const props = { settings: { ...limits, throttlingRateLimit: 20_000 } };

    assert.equal(judge(rule, { type, props }).violations.length, 1);
    assert.deepEqual(judge(rule, { type, props }, { accountRateLimit: 50_000 }).violations, []);
  });
});
