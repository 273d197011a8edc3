import assert from "node:assert/strict";
import { definePlatform } from "../../platform.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { defineApi } from "../index.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import type { RouteDefinition } from "../route/route.ts";
import type { UsagePlanArgs, UsagePlanDefinition } from "./definition.ts";

const asking = lambdaProxy("orders", { apiKey: true });
const routes = { "GET /orders": asking, "ANY /files": asking, "GET /open": lambdaProxy("orders") };
const acme = { acme: { plan: "gold" } };

const partners = { partners: { kind: "token", source: "authorizers/partners" } } as const;

const check = (args: UsagePlanArgs, definitions: Record<string, RouteDefinition> = routes) =>
  defineApi({ ...args, routes: definitions, authorizers: partners });

const checkPlan = (gold: object) =>
  check({ usagePlans: { gold: gold as UsagePlanDefinition }, apiKeys: acme });

describe("usage plans and keys", () => {
  it("takes plans with keys, and platforms without either", () => {
    const throttle = { ratePerSecond: 10, burst: 20 };
    const quota = { limit: 1000, period: "month" };

    assert.doesNotThrow(() => checkPlan({ throttle, quota, routes: { "GET /orders": throttle } }));
    assert.doesNotThrow(() => check({}, { "GET /open": lambdaProxy("orders") }));
  });

  for (const [name, gold, argument, text] of [
    [
      "a rate above the account's",
      { throttle: { ratePerSecond: 10_001, burst: 1 } },
      "throttle.ratePerSecond",
      /10,000/,
    ],
    [
      "a burst of 0",
      { throttle: { ratePerSecond: 1, burst: 0 } },
      "throttle.burst",
      /from 1 to 5,000/,
    ],
    ["a quota of 0", { quota: { limit: 0, period: "day" } }, "quota.limit", /from 1/],
    ["half a call", { quota: { limit: 1.5, period: "day" } }, "quota.limit", /whole number/],
    [
      "an unknown period",
      { quota: { limit: 1, period: "year" } },
      "quota.period",
      /"day", "week", "month"/,
    ],
    [
      "an unknown route",
      { routes: { "GET /x": { ratePerSecond: 1, burst: 1 } } },
      "routes",
      /Add the route/,
    ],
    [
      "ANY",
      { routes: { "ANY /files": { ratePerSecond: 1, burst: 1 } } },
      "routes",
      /single methods/,
    ],
    [
      "a route without keys",
      { routes: { "GET /open": { ratePerSecond: 1, burst: 1 } } },
      "routes",
      /apiKey: true/,
    ],
    [
      "a route's burst of 0",
      { routes: { "GET /orders": { ratePerSecond: 1, burst: 0 } } },
      'routes["GET /orders"].burst',
      /from 1/,
    ],
  ] as const) {
    it(`refuses ${name}`, () => {
      refuses(() => checkPlan(gold), {
        name: "ComponentArgumentError",
        argument: `usagePlans.gold.${argument}`,
        message: text,
      });
    });
  }

  it("refuses more than 20 limited routes", () => {
    const paths = Array.from({ length: 21 }, (_, index) => `GET /r${index}`);
    const limits = Object.fromEntries(paths.map((key) => [key, { ratePerSecond: 1, burst: 1 }]));
    const args = { usagePlans: { gold: { routes: limits } }, apiKeys: acme };

    refuses(() => check(args, Object.fromEntries(paths.map((key) => [key, asking]))), {
      argument: "usagePlans.gold.routes",
      message: /21 routes.*at most 20/,
    });
  });

  it("refuses a key of a plan that does not exist, and lists those that do", () => {
    refuses(() => check({ usagePlans: { gold: {} }, apiKeys: { acme: { plan: "silver" } } }), {
      name: "ComponentArgumentError",
      message: /apiKeys\.acme\.plan is "silver"; allowed: gold/,
    });
  });

  it("refuses plans that would govern nothing", () => {
    const open = { "GET /open": lambdaProxy("orders") };

    refuses(() => check({ usagePlans: { gold: {} }, apiKeys: acme }, open), {
      name: "ComponentArgumentError",
      argument: "usagePlans",
    });
  });

  it("refuses a route that nobody has a key for", () => {
    refuses(() => check({ usagePlans: { gold: {} } }), {
      name: "RouteError",
      message: /"GET \/orders": it requires an API key, but the platform has none/,
    });
  });

  it("refuses keys from an authorizer on a route without a Lambda authorizer", () => {
    const args = { usagePlans: { gold: {} }, apiKeys: acme, apiKeySource: "authorizer" } as const;
    const guarded = lambdaProxy("orders", { apiKey: true, auth: { authorizer: "partners" } });

    refuses(() => check(args), { name: "RouteError", message: /Lambda authorizer/ });
    assert.doesNotThrow(() => check(args, { "GET /orders": guarded }));
  });

  it("refuses an apiKey that is no yes or no", () => {
    const route = lambdaProxy("orders", { apiKey: "acme" } as never);

    refuses(() => check({}, { "GET /orders": route }), { name: "RouteError" });
  });
});

describe("definePlatform with usage plans", () => {
  const services = { catalog: { directory: "services/catalog" } };
  const keyed = lambdaProxy("catalog", { auth: "none", apiKey: true });

  it("does not compile with a key of a plan that is not there", () => {
    const define = () =>
      definePlatform({
        name: "Test",
        services,
        routes: { "GET /catalog": keyed },
        usagePlans: { gold: {} },
        // @ts-expect-error -- there is no such plan
        apiKeys: { acme: { plan: "silver" } },
      });

    refuses(define, { name: "ComponentArgumentError" });
  });

  it("does not compile with a limit for ANY", () => {
    const limit = { ratePerSecond: 1, burst: 1 };
    const define = () =>
      definePlatform({
        name: "Test",
        services,
        routes: { "ANY /catalog": keyed },
        // @ts-expect-error -- single methods only
        usagePlans: { gold: { routes: { "ANY /catalog": limit } } },
        apiKeys: { acme: { plan: "gold" } },
      });

    refuses(define, { name: "ComponentArgumentError" });
  });

  it("has no health route that asks for a key, which health checks have not", () => {
    const platform = definePlatform({
      name: "Test",
      services,
      routes: { "GET /health": keyed },
      usagePlans: { gold: {} },
      apiKeys: { acme: { plan: "gold" } },
    });

    assert.equal(platform.healthPath, undefined);
  });
});
