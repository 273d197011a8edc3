import assert from "node:assert/strict";
import { faultsOf } from "../shared/testing/refuses.ts";
import { secret } from "../service/index.ts";
import { definePlatform, type PlatformDefinition } from "./index.ts";

const directory = "services/catalog";

const define = (calls: string[], environment: Record<string, string> = {}) =>
  faultsOf(() =>
    definePlatform({
      name: "Test",
      services: {
        catalog: { directory },
        orders: { directory, calls: calls as never, environment },
      },
      routes: {},
    }),
  ).map(String);

describe("variables of a service", () => {
  const faults = (service: object) =>
    faultsOf(() =>
      definePlatform({
        name: "Test",
        services: { catalog: { directory }, orders: { directory, ...service } },
        routes: {},
      } as PlatformDefinition),
    ).map(String);
  const own = {
    calls: ["catalog"],
    tables: { items: { partitionKey: "id", actions: ["GetItem"] } },
    assertion: {},
  };

  for (const name of [
    "PORT",
    "CATALOG_URL",
    "ITEMS_TABLE",
    "ASSERTION_JWKS",
    "ASSERTION_AUDIENCE",
  ]) {
    it(`are not ${name} a second time, in plain text or as a secret`, () => {
      const [plain, ...others] = faults({ ...own, environment: { [name]: "x" } });
      assert.match(plain!, new RegExp(`environment.${name} .*${name} is .* Rename it`));
      assert.deepEqual(others, []);
      const secrets = { [name]: secret("x") };
      assert.match(
        faults({ ...own, secrets }).join(),
        new RegExp(`secrets.${name} is not a valid`),
      );
    });
  }

  it("are free if the platform does not set them", () => {
    const environment = { CATALOG_URL: "x", ITEMS_TABLE: "y", ASSERTION_JWKS: "{}" };
    assert.deepEqual(faults({ environment }), []);
  });
});

describe("calls of a service", () => {
  it("may form a cycle", () => {
    definePlatform({
      name: "Test",
      services: {
        catalog: { directory, calls: ["orders"] },
        orders: { directory, calls: ["catalog"] },
      },
      routes: {},
    });
  });

  it("can only name the platform's services, by their types", () => {
    faultsOf(() =>
      definePlatform({
        name: "Test",
        // @ts-expect-error there is no service "catalogue"
        services: { catalog: { directory }, orders: { directory, calls: ["catalogue"] } },
        routes: {},
      }),
    );
  });

  for (const [calls, environment, message] of [
    [["catalogue"], {}, /Service "orders": calls\[0\] is "catalogue"; allowed: catalog/],
    [["orders"], {}, /calls\[0\] is "orders"; allowed: catalog. .* localhost and its PORT/],
    [["catalog", "catalog"], {}, /calls is .*; allowed: a list of different services/],
    [["catalog"], { CATALOG_URL: "x" }, /environment\.CATALOG_URL is of type string; .*Rename it/],
  ] as const) {
    it(`refuses ${JSON.stringify(calls)} with the variables ${JSON.stringify(environment)}`, () => {
      const [fault, ...others] = define([...calls], environment);

      assert.match(fault!, message);
      assert.deepEqual(others, []);
    });
  }
});
