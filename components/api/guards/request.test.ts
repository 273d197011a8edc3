import assert from "node:assert/strict";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RequestChecks } from "./request.ts";

const parse = (key: string, validate: object) =>
  parseRoutes({ [key]: lambdaProxy("orders", { validate: validate as RequestChecks }) });

describe("a route's validate", () => {
  it("accepts parameters and a body's model", () => {
    assert.doesNotThrow(() =>
      parse("POST /a", {
        query: { page: "optional" },
        headers: { "X-Tenant": "required" },
        body: { type: "object" },
      }),
    );
  });

  for (const [key, validate, message] of [
    [
      "GET /a",
      { query: { page: "yes" } },
      /validate.query.page is "yes"; allowed: "required", "optional"/,
    ],
    ["GET /a", { query: { "": "required" } }, /validate.query/],
    [
      "GET /a",
      { headers: { "X Tenant": "required" } },
      /validate.headers\["X Tenant"\] is not a valid name; allowed: header names/,
    ],
    // Facts 2.3: never visible.
    ["GET /a", { headers: { "content-length": "required" } }, /not those that API Gateway hides/],
    ["GET /a", { body: {} }, /the body of GET/],
    ["HEAD /a", { body: {} }, /the body of HEAD/],
    ["ANY /a", { body: {} }, /the body of ANY/],
    ["POST /a", { body: "string" }, /allowed: a JSON Schema/],
  ] as const) {
    it(`refuses ${JSON.stringify(validate)} at ${key}`, () => {
      assert.throws(() => parse(key, validate), { name: "RouteError", route: key, message });
    });
  }
});
