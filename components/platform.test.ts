import assert from "node:assert/strict";
import { lambdaProxy } from "./api/index.ts";
import { definePlatform, type PlatformDefinition } from "./platform.ts";

const services = { catalog: { directory: "services/catalog" } };

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
