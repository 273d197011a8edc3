import assert from "node:assert/strict";
import { lambdaProxy } from "./api/index.ts";
import { definePlatform, type Platform, type PlatformDefinition, secret } from "./platform.ts";
import { faultsOf, refuses } from "./shared/testing/refuses.ts";

const services = { catalog: { directory: "services/catalog" } };
const everybody = lambdaProxy("catalog", { auth: "none" });

/** Calls it without type checks, as JavaScript does. */
const define = (definition: object) =>
  definePlatform({ name: "Test", services, routes: {}, ...definition } as never);

describe("definePlatform", () => {
  it("accepts services and routes to them", () => {
    const platform: Platform = definePlatform({
      name: "Test",
      services,
      routes: { "GET /catalog": lambdaProxy("catalog") },
    });

    assert.deepEqual(
      platform.api.routes.map(({ key }) => key),
      ["GET /catalog"],
    );
  });

  it("does not compile with an unknown service", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services,
          // @ts-expect-error -- unknown service
          routes: { "GET /orders": lambdaProxy("orders") },
        }),
      { name: "RouteError" },
    );
  });

  it("does not compile with an unknown method", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services,
          // @ts-expect-error -- unknown method
          routes: { "FETCH /catalog": lambdaProxy("catalog") },
        }),
      { name: "RouteError" },
    );
  });

  it("does not compile with a health route that is not GET", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services,
          routes: { "POST /health": everybody },
          // @ts-expect-error -- health checks use GET
          healthRoute: "POST /health",
        }),
      { name: "RouteError" },
    );
  });

  it("does not compile with an option that a service does not have", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services: {
            // @ts-expect-error -- misspelt
            catalog: { directory: "services/catalog", desirdCount: 3 },
          },
          routes: {},
        }),
      {
        message: /Service "catalog": unknown option "desirdCount"\. Did you mean "desiredCount"\?/,
      },
    );
  });

  for (const [definition, message] of [
    [
      { routes: { "GET /orders": lambdaProxy("order") } },
      /Route "GET \/orders": there is no service "order". .*one of: catalog/,
    ],
    [
      { routes: { "GET /x": lambdaProxy("toString") } },
      /Route "GET \/x": there is no service "toString"/,
    ],
    [
      { services: { Catalog: services.catalog } },
      /Service "Catalog": its name can't name AWS resources/,
    ],
    [{ services: { "a-very-long-name": services.catalog } }, /Use 2 to 15 lower-case letters/],
    [{ services: { "internal-a": services.catalog } }, /not with internal-/],
    [
      { services: { catalog: { ...services.catalog, cpu: 256, memoryMb: 4_096 } } },
      /Service "catalog": memoryMb is 4096; allowed: 512, 1024 or 2048 with 256 CPU units/,
    ],
    [
      {
        services: {
          catalog: {
            ...services.catalog,
            tables: { a: { partitionKey: "id", actions: ["GetItem"] } },
            secrets: { A_TABLE: secret("a") },
          },
        },
      },
      /Service "catalog": secrets\.A_TABLE is not a valid name; .*names of variables/,
    ],
    [
      { services: { catalog: { ...services.catalog, proxy: { reservedConcurrency: 0 } } } },
      /Service "catalog": proxy\.reservedConcurrency is 0/,
    ],
    [
      { services: { nowhere: { directory: "services/nowhere" } } },
      /Service "nowhere": there is no Dockerfile in "services\/nowhere"/,
    ],
    [
      { routes: { "GET /live": everybody }, healthRoute: "GET /alive" },
      /Route "GET \/alive": .* has no such route\. Use a GET route .*, such as GET \/live\./,
    ],
    [
      { routes: { "GET /live": lambdaProxy("catalog") }, healthRoute: "GET /live" },
      /Route "GET \/live": it can't be the health route.* Use a GET route with auth: "none"/,
    ],
    [
      { routes: { "ANY /live": everybody }, healthRoute: "ANY /live" },
      /Route "ANY \/live": it can't be the health route/,
    ],
    [
      {
        cache: { sizeGb: 0.5 },
        routes: { "GET /live": { ...everybody, cache: {} } },
        healthRoute: "GET /live",
      },
      /Route "GET \/live": it can't be the health route.*not be cached/,
    ],
    [
      { routes: { "GET /x": lambdaProxy("catalog", { cache: {} }) } },
      /Route "GET \/x": it is cached, but its stage has no cache/,
    ],
    [
      { routes: { "GET /live/{id}": everybody }, healthRoute: "GET /live/{id}" },
      /Route "GET \/live\/\{id\}": it can't be the health route/,
    ],
    [
      { services: { catalog: { ...services.catalog, tables: { "My Table": {} } } } },
      /Service "catalog": tables\["My Table"\] is not a valid name; allowed: names of lower-case/,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(definition)}`, () => {
      refuses(() => define(definition), {
        name: /^(Route|Service|ComponentArgument)Error$/,
        message,
      });
    });
  }
});

describe("healthPath", () => {
  const of = (definition: Partial<PlatformDefinition>) =>
    definePlatform({ name: "Test", services, routes: {}, ...definition }).healthPath;

  it("is /health if everybody may call it", () => {
    assert.equal(of({ routes: { "GET /health": everybody } }), "/health");
  });

  for (const [why, routes] of [
    ["it does not exist", { "GET /orders": everybody }],
    ["it requires a token", { "GET /health": lambdaProxy("catalog") }],
    ["it is not GET", { "POST /health": everybody }],
  ] as const) {
    it(`is undefined when ${why}`, () => {
      assert.equal(of({ routes }), undefined);
    });
  }

  it("is the path of the named route, even if its key ends with a slash", () => {
    const routes = { "GET /health": everybody, "GET /live/": everybody };

    assert.equal(of({ routes, healthRoute: "GET /live/" }), "/live");
  });
});

describe("a route's options", () => {
  for (const [options, message] of [
    [{ kind: "vpcLink" }, /unknown option "kind"/],
    [{ service: "orders" }, /unknown option "service"/],
    [null, /unknown option "options"/],
    [new Map(), /unknown option "options"/],
  ] as const) {
    it(`can't be ${JSON.stringify(options)}`, () => {
      refuses(() => define({ routes: { "GET /a": lambdaProxy("catalog", options as never) } }), {
        name: "RouteError",
        route: "GET /a",
        message,
      });
    });
  }
});

describe("an error's text", () => {
  it("keeps environment variables and API keys to itself", () => {
    const faults = faultsOf(() =>
      define({
        services: { catalog: { directory: "services/catalog", environment: ["PASSWORD=hunter2"] } },
        apiKeys: { acme: "hunter2" },
        usagePlans: [{ apiKeys: "hunter2" }],
      }),
    );

    assert.equal(faults.length, 3);
    assert.doesNotMatch(String(faults), /hunter2/);
  });
});

describe("a definition with several faults", () => {
  it("is refused with all of them at once", () => {
    const faults = () =>
      define({
        usagePlans: { gold: { quotas: {} } },
        apiKeys: { acme: { plan: "gold", enable: false } },
        services: { catalog: { directory: "services/catalog", cpu: "big" } },
        routes: {
          "GETT /a": everybody,
          "GET /b": lambdaProxy("catalog", { throtle: {}, timeout: 5 } as object),
          "GET /c//": everybody,
          "GET /d": lambdaProxy("order", { scopes: ["a"], auth: "none" }),
          "GET /e": lambdaProxy("orders"),
        },
      });

    assert.throws(faults, {
      name: "DefinitionError",
      message: [
        'Platform "Test" has 9 faults:',
        '  - Platform "Test": unknown option "usagePlans.gold.quotas". Did you mean "quota"?',
        '  - Platform "Test": unknown option "apiKeys.acme.enable". Did you mean "enabled"?',
        '  - Service "catalog": cpu is "big"; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384. Choose one of Fargate\'s sizes, in CPU units.',
        '  - Route "GETT /a": "GETT" is not a supported method. Use one of ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT.',
        '  - Route "GET /b": unknown option "throtle". Did you mean "throttle"?',
        '  - Route "GET /b": unknown option "timeout". Did you mean "timeoutMs"?',
        '  - Route "GET /c//": its path has an empty segment. Remove the double slash.',
        `  - Route "GET /d": it has scopes, which only a user pool's tokens carry, but its auth is "none". Use auth: "cognito", or remove scopes.`,
        '  - Route "GET /e": there is no service "orders". Add it to services, or use one of: catalog.',
      ].join("\n"),
    });
  });
});
