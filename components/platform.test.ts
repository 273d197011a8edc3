import assert from "node:assert/strict";
import { lambdaProxy } from "./api/index.ts";
import { definePlatform, healthPath, type PlatformDefinition } from "./platform.ts";

const services = { catalog: { directory: "services/catalog" } };
const everybody = lambdaProxy("catalog", { auth: "none" });

/** Past the types, as JavaScript and other languages call it. */
const define = (definition: object) =>
  definePlatform({ name: "Test", services, routes: {}, ...definition } as never);

describe("definePlatform", () => {
  it("takes services and routes between them", () => {
    const definition: PlatformDefinition = definePlatform({
      name: "Test",
      services,
      routes: { "GET /catalog": lambdaProxy("catalog") },
    });

    assert.deepEqual(Object.keys(definition.routes), ["GET /catalog"]);
  });

  it("does not compile with a service that is not there", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services,
          // @ts-expect-error -- there is no such service
          routes: { "GET /orders": lambdaProxy("orders") },
        }),
      { name: "RouteError" },
    );
  });

  it("does not compile with a method that is none", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services,
          // @ts-expect-error -- there is no such method
          routes: { "FETCH /catalog": lambdaProxy("catalog") },
        }),
      { name: "RouteError" },
    );
  });

  it("does not compile with a health route that is no GET", () => {
    assert.throws(
      () =>
        definePlatform({
          name: "Test",
          services,
          routes: { "POST /health": everybody },
          // @ts-expect-error -- a health check gets
          healthRoute: "POST /health",
        }),
      { name: "RouteError" },
    );
  });

  it("does not compile with an option that a service does not have", () => {
    definePlatform({
      name: "Test",
      services: {
        // @ts-expect-error -- misspelt
        catalog: { directory: "services/catalog", desirdCount: 3 },
      },
      routes: {},
    });
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
      /Service "catalog": memoryMb is 4096; allowed: 512 to 2048 in steps of 512 with 256 CPU units/,
    ],
    [
      { services: { catalog: { ...services.catalog, proxy: { reservedConcurrency: 0 } } } },
      /Service "catalog": proxy: reservedConcurrency is 0/,
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
      /Route "GET \/live": it can't be the health route.*not cached/,
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
      /Service "catalog": "My Table" can't name a table/,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(definition)}`, () => {
      assert.throws(() => define(definition), {
        name: /^(Route|Service|ComponentArgument)Error$/,
        message,
      });
    });
  }
});

describe("healthPath", () => {
  const of = (definition: Partial<PlatformDefinition>) =>
    healthPath({ name: "Test", services, routes: {}, ...definition });

  it("is /health where everybody may get it", () => {
    assert.equal(of({ routes: { "GET /health": everybody } }), "/health");
  });

  for (const [why, routes] of [
    ["there is none", { "GET /orders": everybody }],
    ["it asks for a token", { "GET /health": lambdaProxy("catalog") }],
    ["it is no GET", { "POST /health": everybody }],
  ] as const) {
    it(`is undefined when ${why}`, () => {
      assert.equal(of({ routes }), undefined);
    });
  }

  it("is the path of the route that is named, in whichever way its key is written", () => {
    const routes = { "GET /health": everybody, "GET /live/": everybody };

    assert.equal(of({ routes, healthRoute: "GET /live/" }), "/live");
  });
});
