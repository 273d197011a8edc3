import assert from "node:assert/strict";
import fc from "fast-check";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { parseRoutes } from "./parseRoutes.ts";
import type { RouteGuards } from "../guards/index.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { methods } from "./place.ts";
import type { RouteDefinition } from "./route.ts";

const parse = (...keys: string[]) =>
  parseRoutes(Object.fromEntries(keys.map((key) => [key, lambdaProxy("orders")])));

const parseGuards = (guards: object, key = "GET /orders") =>
  parseRoutes({ [key]: lambdaProxy("orders", guards as RouteGuards) });

describe("parseRoutes", () => {
  for (const [key, method, path] of [
    ["GET /", "GET", "/"],
    ["GET /orders/{id}", "GET", "/orders/{id}"],
    ["POST /orders/", "POST", "/orders"],
    ["ANY /files/{proxy+}", "ANY", "/files/{proxy+}"],
    ["PUT /a.b/c_d/e-f/g:h/i,j", "PUT", "/a.b/c_d/e-f/g:h/i,j"],
  ] as const) {
    it(`accepts "${key}"`, () => {
      const [route] = parse(key);

      assert.deepEqual({ method: route?.method, path: route?.path }, { method, path });
    });
  }

  for (const [key, message] of [
    ["GET", /the key must be "METHOD \/path"/],
    ["GET  /orders", /the key must be "METHOD \/path"/],
    ["get /orders", /"get" is not a supported method. Use one of ANY, DELETE/],
    ["TRACE /orders", /"TRACE" is not a supported method/],
    ["GET orders", /does not start with a slash/],
    ["GET /orders//items", /has an empty segment/],
    ["GET /orders/{id", /"\{id" is not a valid path segment/],
    ["GET /orders/x{id}", /"x\{id\}" is not a valid path segment/],
    ["GET /or ders", /the key must be "METHOD \/path"/],
    ["GET /orders?x=1", /"orders\?x=1" is not a valid path segment/],
    ["GET /{proxy+}/items", /must be the last segment/],
    ["GET /{id}/{id}", /two parameters of the same name/],
    ["GET /ping", /API Gateway reserves this path/],
  ] as const) {
    it(`refuses "${key}"`, () => {
      refuses(() => parse(key), { name: "RouteError", route: key, message });
    });
  }

  for (const definition of [undefined, {}, { auth: "none" }]) {
    it(`refuses a route that is ${JSON.stringify(definition)}`, () => {
      const routes = { "GET /orders": definition as unknown as RouteDefinition };

      assert.throws(() => parseRoutes(routes), {
        name: "RouteError",
        message: /it has no integration/,
      });
    });
  }

  for (const [keys, message] of [
    [
      ["GET /orders", "GET /orders/"],
      /Route "GET \/orders\/": it is the same route as "GET \/orders"/,
    ],
    [["GET /orders/{id}", "GET /orders/{orderId}"], /it is the same route as/],
    [
      ["GET /orders/{id}", "POST /orders/{order}"],
      /its "\{order\}" is at the place of "\{id\}" in "GET/,
    ],
    [["GET /orders/{id}", "ANY /orders/{proxy+}"], /Each place in a path has one parameter/],
    [["GET /{a}/x", "GET /{b}/y"], /its "\{b\}" is at the place of/],
  ] as const) {
    it(`refuses ${keys.join(" beside ")}`, () => {
      refuses(() => parse(...keys), { name: "RouteError", message });
    });
  }

  it("accepts one parameter in several routes, and different parameters after different segments", () => {
    const routes = parse("GET /orders/{id}", "PUT /orders/{id}", "GET /orders/{id}/items/{item}");

    assert.equal(routes.length, 3);
  });

  for (const [guards, message] of [
    [{ auth: "some" }, /auth is "some"; allowed: "cognito", "iam", "none"/],
    [
      { auth: "none", scopes: ["orders/read"] },
      /has scopes, which only a user pool's tokens carry/,
    ],
    [{ scopes: [] }, /scopes is \[\]; allowed: .*at least one/],
    [
      { validate: { qery: { page: "required" } } },
      /unknown option "validate.qery". Did you mean "query"/,
    ],
    [
      { throtle: { ratePerSecond: 1, burst: 1 } },
      /unknown option "throtle". Did you mean "throttle"/,
    ],
    [{ scopes: ["orders read"] }, /scopes\[0\] is "orders read"/],
    [{ throttle: { ratePerSecond: 0, burst: 1 } }, /throttle.ratePerSecond is 0;/],
    [{ throttle: { ratePerSecond: NaN, burst: 1 } }, /throttle.ratePerSecond is NaN/],
    [
      { throttle: { ratePerSecond: 10_001, burst: 1 } },
      /10,000 at most, which is the account's limit/,
    ],
    [{ throttle: { ratePerSecond: 1, burst: 0 } }, /throttle.burst is 0;/],
    [{ throttle: { ratePerSecond: 1, burst: 1.5 } }, /throttle.burst is 1.5;/],
    [{ throttle: { ratePerSecond: 1, burst: 5_001 } }, /whole number from 1 to 5,000/],
  ] as const) {
    it(`refuses ${JSON.stringify(guards)}`, () => {
      refuses(() => parseGuards(guards), { name: "RouteError", message });
    });
  }

  it("refuses a limit for ANY, which API Gateway can't apply", () => {
    const throttle = { ratePerSecond: 1, burst: 1 };

    assert.throws(() => parseGuards({ throttle }, "ANY /orders"), /throttles single methods/);
  });

  it("keeps every method and every path of valid segments", () => {
    const segment = fc.stringMatching(/^[\w.,:-]{1,12}$/);
    const path = fc.array(segment, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...methods), path, (method, segments) => {
        const key = `${method} /v1/${segments.join("/")}`;

        const [route] = parse(key);

        assert.equal(`${route?.method} ${route?.path}`, key);
      }),
    );
  });
});
