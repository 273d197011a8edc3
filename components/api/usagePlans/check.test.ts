import assert from "node:assert/strict";
import { definePlatform, healthPath } from "../../platform.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteDefinition } from "../route/route.ts";
import { checkUsagePlans } from "./check.ts";
import type { UsagePlanArgs, UsagePlanDefinition } from "./definition.ts";

const asking = lambdaProxy("orders", { apiKey: true });
const routes = { "GET /orders": asking, "ANY /files": asking, "GET /open": lambdaProxy("orders") };
const acme = { acme: { plan: "gold" } };

const check = (args: UsagePlanArgs, definitions: Record<string, RouteDefinition> = routes) =>
  checkUsagePlans("Test", args, parseRoutes(definitions));

const checkPlan = (gold: object) =>
  check({ usagePlans: { gold: gold as UsagePlanDefinition }, apiKeys: acme });

describe("checkUsagePlans", () => {
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
      "throttle",
      /10000/,
    ],
    ["a burst of 0", { throttle: { ratePerSecond: 1, burst: 0 } }, "throttle", /from 1 to 5000/],
    ["a quota of 0", { quota: { limit: 0, period: "day" } }, "quota.limit", /from 1/],
    ["half a call", { quota: { limit: 1.5, period: "day" } }, "quota.limit", /whole number/],
    [
      "an unknown period",
      { quota: { limit: 1, period: "year" } },
      "quota.period",
      /day, week, month/,
    ],
    [
      "an unknown route",
      { routes: { "GET /x": { ratePerSecond: 1, burst: 1 } } },
      "routes",
      /no such route/,
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
      "GET /orders",
      /from 1/,
    ],
  ] as const) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => checkPlan(gold),
        (error: Error & { argument?: string }) =>
          error.name === "ComponentArgumentError" &&
          error.argument === argument &&
          text.test(error.message),
      );
    });
  }

  it("refuses more than 20 limited routes", () => {
    const paths = Array.from({ length: 21 }, (_, index) => `GET /r${index}`);
    const limits = Object.fromEntries(paths.map((key) => [key, { ratePerSecond: 1, burst: 1 }]));
    const args = { usagePlans: { gold: { routes: limits } }, apiKeys: acme };

    assert.throws(() => check(args, Object.fromEntries(paths.map((key) => [key, asking]))), {
      argument: "routes",
      message: /21 routes.*20 at most/,
    });
  });

  it("refuses a key of a plan that does not exist, and lists those that do", () => {
    assert.throws(
      () => check({ usagePlans: { gold: {} }, apiKeys: { acme: { plan: "silver" } } }),
      {
        name: "ComponentArgumentError",
        message: /API key "acme": plan is "silver"; allowed: gold/,
      },
    );
  });

  it("refuses plans that would govern nothing", () => {
    const open = { "GET /open": lambdaProxy("orders") };

    assert.throws(() => check({ usagePlans: { gold: {} }, apiKeys: acme }, open), {
      name: "ComponentArgumentError",
      argument: "usagePlans",
    });
  });

  it("refuses a route that nobody has a key for", () => {
    assert.throws(() => check({ usagePlans: { gold: {} } }), {
      name: "RouteError",
      message: /"GET \/orders": it asks for an API key, but the platform has none/,
    });
  });

  it("refuses keys from an authorizer on a route without a Lambda authorizer", () => {
    const args = { usagePlans: { gold: {} }, apiKeys: acme, apiKeySource: "authorizer" } as const;
    const guarded = lambdaProxy("orders", { apiKey: true, auth: { authorizer: "partners" } });

    assert.throws(() => check(args), { name: "RouteError", message: /Lambda authorizer/ });
    assert.doesNotThrow(() => check(args, { "GET /orders": guarded }));
  });

  it("refuses an apiKey that is no yes or no", () => {
    const route = lambdaProxy("orders", { apiKey: "acme" } as never);

    assert.throws(() => check({}, { "GET /orders": route }), { name: "RouteError" });
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

    assert.throws(define, { name: "ComponentArgumentError" });
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

    assert.throws(define, { name: "ComponentArgumentError" });
  });

  it("has no health route that asks for a key, which health checks have not", () => {
    const platform = definePlatform({
      name: "Test",
      services,
      routes: { "GET /health": keyed },
      usagePlans: { gold: {} },
      apiKeys: { acme: { plan: "gold" } },
    });

    assert.equal(healthPath(platform), undefined);
  });
});
