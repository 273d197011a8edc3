import assert from "node:assert/strict";
import fc from "fast-check";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { parseRoutes } from "./parseRoutes.ts";
import type { RouteGuards } from "../guards/index.ts";
import { methods, type RouteDefinition } from "./route.ts";

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
    it(`takes "${key}"`, () => {
      const [route] = parse(key);

      assert.deepEqual({ method: route?.method, path: route?.path }, { method, path });
    });
  }

  for (const [key, message] of [
    ["GET", /it is no method and path/],
    ["GET  /orders", /it is no method and path/],
    ["get /orders", /"get" is no method. Use one of ANY, DELETE/],
    ["TRACE /orders", /"TRACE" is no method/],
    ["GET orders", /does not start with a slash/],
    ["GET /orders//items", /has an empty segment/],
    ["GET /orders/{id", /"\{id" is no path segment/],
    ["GET /orders/x{id}", /"x\{id\}" is no path segment/],
    ["GET /or ders", /it is no method and path/],
    ["GET /orders?x=1", /"orders\?x=1" is no path segment/],
    ["GET /{proxy+}/items", /stands before other segments/],
    ["GET /{id}/{id}", /two parameters of one name/],
    ["GET /ping", /API Gateway keeps this path for itself/],
  ] as const) {
    it(`refuses "${key}"`, () => {
      assert.throws(() => parse(key), { name: "RouteError", route: key, message });
    });
  }

  for (const definition of [undefined, {}, { auth: "none" }]) {
    it(`refuses a route that is ${JSON.stringify(definition)}`, () => {
      const routes = { "GET /orders": definition as unknown as RouteDefinition };

      assert.throws(() => parseRoutes(routes), { name: "RouteError", message: /leads nowhere/ });
    });
  }

  for (const [keys, message] of [
    [
      ["GET /orders", "GET /orders/"],
      /Route "GET \/orders\/": it is the same route as "GET \/orders"/,
    ],
    [["GET /orders/{id}", "GET /orders/{orderId}"], /it is the same route as/],
    [["GET /orders/{id}", "POST /orders/{order}"], /its "\{order\}" stands where "GET/],
    [["GET /orders/{id}", "ANY /orders/{proxy+}"], /A place in the path has one parameter/],
    [["GET /{a}/x", "GET /{b}/y"], /its "\{b\}" stands where/],
  ] as const) {
    it(`refuses ${keys.join(" beside ")}`, () => {
      assert.throws(() => parse(...keys), { name: "RouteError", message });
    });
  }

  it("takes the same parameter in several routes, and others beside fixed segments", () => {
    const routes = parse("GET /orders/{id}", "PUT /orders/{id}", "GET /orders/{id}/items/{item}");

    assert.equal(routes.length, 3);
  });

  for (const [guards, message] of [
    [{ auth: "some" }, /auth is "some". Use "cognito", "iam", "none"/],
    [
      { auth: "none", scopes: ["orders/read"] },
      /asks for scopes, which only a user pool's tokens have/,
    ],
    [{ scopes: [] }, /its scopes are none/],
    [{ validate: { qery: { page: "required" } } }, /validate has "qery". Use query, headers/],
    [{ throtle: { ratePerSecond: 1, burst: 1 } }, /it has no option "throtle". Use .*throttle/],
    [{ scopes: ["orders read"] }, /"orders read" is no scope/],
    [{ throttle: { ratePerSecond: 0, burst: 1 } }, /its rate is 0 calls per second/],
    [{ throttle: { ratePerSecond: NaN, burst: 1 } }, /its rate is NaN/],
    [{ throttle: { ratePerSecond: 10_001, burst: 1 } }, /at most 10000, the account's limit/],
    [{ throttle: { ratePerSecond: 1, burst: 0 } }, /its burst is 0 calls/],
    [{ throttle: { ratePerSecond: 1, burst: 1.5 } }, /its burst is 1.5 calls/],
    [{ throttle: { ratePerSecond: 1, burst: 5_001 } }, /whole number from 1 to 5000/],
  ] as const) {
    it(`refuses ${JSON.stringify(guards)}`, () => {
      assert.throws(() => parseGuards(guards), { name: "RouteError", message });
    });
  }

  it("refuses a limit for ANY, which API Gateway can't hold", () => {
    const throttle = { ratePerSecond: 1, burst: 1 };

    assert.throws(() => parseGuards({ throttle }, "ANY /orders"), /limits single methods/);
  });

  it("gives each method of each path made of allowed segments back as it was", () => {
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
