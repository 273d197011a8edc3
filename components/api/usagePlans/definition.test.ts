import assert from "node:assert/strict";
import { definePlatform } from "../../platform.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { defineApi } from "../index.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import type { RouteDefinition } from "../route/route.ts";
import type { UsagePlanArgs, UsagePlanDefinition } from "./definition.ts";

const keyed = lambdaProxy("orders", { apiKey: true });
const routes = { "GET /orders": keyed, "ANY /files": keyed, "GET /open": lambdaProxy("orders") };
const acme = { acme: { plan: "gold" } };

const partners = { partners: { kind: "token", source: "authorizers/partners" } } as const;

const check = (args: UsagePlanArgs, definitions: Record<string, RouteDefinition> = routes) =>
  defineApi({ ...args, routes: definitions, authorizers: partners });

const one = { ratePerSecond: 1, burst: 1 };

const checkPlan = (gold: object) =>
  check({ usagePlans: { gold: gold as UsagePlanDefinition }, apiKeys: acme });

describe("usage plans and keys", () => {
  it("accepts plans with keys, and platforms without either", () => {
    const throttle = { ratePerSecond: 10, burst: 20 };
    const quota = { limit: 1000, period: "month" };

    assert.doesNotThrow(() => checkPlan({ throttle, quota, routes: { "GET /orders": throttle } }));
    assert.doesNotThrow(() => check({}, { "GET /open": lambdaProxy("orders") }));
  });

  for (const [name, gold, argument, text] of [
    [
      "a rate above the account's",
      { throttle: { ...one, ratePerSecond: 10_001 } },
      "throttle.ratePerSecond",
      /10,000/,
    ],
    ["a burst of 0", { throttle: { ...one, burst: 0 } }, "throttle.burst", /from 1 to 5,000/],
    ["a quota of 0", { quota: { limit: 0, period: "day" } }, "quota.limit", /from 1/],
    ["half a call", { quota: { limit: 1.5, period: "day" } }, "quota.limit", /whole number/],
    [
      "an unknown period",
      { quota: { limit: 1, period: "year" } },
      "quota.period",
      /"day", "week", "month"/,
    ],
    ["an unknown route", { routes: { "GET /x": one } }, "routes", /Add the route/],
    ["ANY", { routes: { "ANY /files": one } }, "routes", /single methods/],
    ["a route without keys", { routes: { "GET /open": one } }, "routes", /apiKey: true/],
    [
      "a route's burst of 0",
      { routes: { "GET /orders": { ...one, burst: 0 } } },
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
    const limits = Object.fromEntries(paths.map((key) => [key, one]));
    const args = { usagePlans: { gold: { routes: limits } }, apiKeys: acme };

    refuses(() => check(args, Object.fromEntries(paths.map((key) => [key, keyed]))), {
      argument: "usagePlans.gold.routes",
      message: /21 routes.*at most 20/,
    });
  });

  it("refuses a key of an unknown plan, and lists the plans", () => {
    refuses(() => check({ usagePlans: { gold: {} }, apiKeys: { acme: { plan: "silver" } } }), {
      name: "ComponentArgumentError",
      message: /apiKeys\.acme\.plan is "silver"; allowed: gold/,
    });
  });

  it("refuses plans if no route requires a key", () => {
    const open = { "GET /open": lambdaProxy("orders") };

    refuses(() => check({ usagePlans: { gold: {} }, apiKeys: acme }, open), {
      name: "ComponentArgumentError",
      argument: "usagePlans",
    });
  });

  it("refuses a route with apiKey if there are no keys", () => {
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

  it("refuses an apiKey that is not true or false", () => {
    const route = lambdaProxy("orders", { apiKey: "acme" } as never);

    refuses(() => check({}, { "GET /orders": route }), { name: "RouteError" });
  });
});

describe("definePlatform with usage plans", () => {
  const services = { catalog: { directory: "services/catalog" } };
  const keyedCatalog = lambdaProxy("catalog", { auth: "none", apiKey: true });

  const gold = { plan: "gold" } as const;
  const base = {
    name: "Test",
    services,
    usagePlans: { gold: {} },
    apiKeys: { acme: gold },
  } as const;

  it("does not compile with a key of an unknown plan", () => {
    const apiKeys = { acme: { plan: "silver" } } as const;
    const define = () =>
      // @ts-expect-error -- the plan does not exist
      definePlatform({ ...base, routes: { "GET /catalog": keyedCatalog }, apiKeys });

    refuses(define, { name: "ComponentArgumentError" });
  });

  it("does not compile with a limit for ANY", () => {
    const routes = { "ANY /catalog": keyedCatalog } as const;
    const define = () =>
      definePlatform({
        ...base,
        routes,
        // @ts-expect-error -- single methods only
        usagePlans: { gold: { routes: { "ANY /catalog": one } } },
      });

    refuses(define, { name: "ComponentArgumentError" });
  });

  it("has no health route that requires a key, because health checks have no key", () => {
    const platform = definePlatform({ ...base, routes: { "GET /health": keyedCatalog } });

    assert.equal(platform.healthPath, undefined);
  });
});
