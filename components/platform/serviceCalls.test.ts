import assert from "node:assert/strict";
import { faultsOf } from "../shared/testing/refuses.ts";
import { definePlatform } from "./index.ts";

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
