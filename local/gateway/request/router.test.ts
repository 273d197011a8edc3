import assert from "node:assert/strict";
import fc from "fast-check";
import { Router } from "./router.ts";

/** Creates a router whose routes are texts such as `GET /orders`. */
function createRouter(...routes: string[]): Router<string> {
  const resources = new Map<string, Map<string, string>>();
  for (const route of routes) {
    const [method = "", path = ""] = route.split(" ");
    resources.set(path, (resources.get(path) ?? new Map<string, string>()).set(method, route));
  }
  return new Router(resources);
}

describe("Router", () => {
  const router = createRouter(
    "GET /",
    "GET /orders",
    "POST /orders",
    "GET /orders/special",
    "GET /orders/{id}",
    "DELETE /orders/{id}",
    "GET /orders/{id}/lines/{line}",
    "GET /orders/{id}/{rest+}",
    "PUT /{proxy+}",
    "GET /files/{proxy+}",
    "GET /odd:name/x.y-z_1,2",
    "GET /by/{dashed-name.x}",
  );
  const cases: [request: string, route: string | undefined, parameters?: object][] = [
    ["GET /", "GET /"],
    ["GET /orders", "GET /orders"],
    ["GET /orders/", "GET /orders"],
    ["GET /orders//", "GET /orders"],
    ["GET /orders/special", "GET /orders/special"],
    ["GET /orders/42", "GET /orders/{id}", { id: "42" }],
    ["GET /orders/42/", "GET /orders/{id}", { id: "42" }],
    ["GET /orders/a%2Fb", "GET /orders/{id}", { id: "a%2Fb" }],
    ["GET /orders/100%25", "GET /orders/{id}", { id: "100%25" }],
    ["GET /orders/t%2Ba@x.com", "GET /orders/{id}", { id: "t%2Ba@x.com" }],
    ["GET /orders/%zz", "GET /orders/{id}", { id: "%zz" }],
    ["GET /orders/42/lines/7", "GET /orders/{id}/lines/{line}", { id: "42", line: "7" }],
    ["GET /orders/42/notes/7", "GET /orders/{id}/{rest+}", { id: "42", rest: "notes/7" }],
    ["GET /files/a//b", "GET /files/{proxy+}", { proxy: "a//b" }],
    ["GET /files/a/b/", "GET /files/{proxy+}", { proxy: "a/b" }],
    ["GET /files", undefined],
    ["GET /files/", undefined],
    ["GET /unknown", undefined],
    ["GET /%6Frders", undefined],
    ["GET /ORDERS", undefined],
    ["GET /odd:name/x.y-z_1,2", "GET /odd:name/x.y-z_1,2"],
    ["GET /by/x", "GET /by/{dashed-name.x}", { "dashed-name.x": "x" }],
    ["DELETE /orders", undefined],
    ["DELETE /orders/special", undefined],
    ["PUT /orders", "PUT /{proxy+}", { proxy: "orders" }],
    ["PUT /orders/42", "PUT /{proxy+}", { proxy: "orders/42" }],
    ["PUT /files/x", "PUT /{proxy+}", { proxy: "files/x" }],
    ["PUT /", undefined],
    ["PATCH /orders", undefined],
    ["GET /orders//lines/7", undefined],
  ];
  for (const [request, route, parameters] of cases) {
    it(`routes ${request} to ${route ?? "nothing"}`, () => {
      const [method = "", path = ""] = request.split(" ");

      const match = router.find(method, path);

      assert.equal(match?.route, route);
      assert.deepEqual(match?.pathParameters, parameters);
    });
  }

  it("falls back to the nearest greedy resource that has the method", () => {
    const nested = createRouter(
      "GET /a/b",
      "POST /{proxy+}",
      "POST /a/{proxy+}",
      "PUT /{any}/{proxy+}",
      "PUT /a/{proxy+}",
    );

    assert.equal(nested.find("POST", "/a/b")?.route, "POST /a/{proxy+}");
    assert.equal(nested.find("PUT", "/a/b")?.route, "PUT /a/{proxy+}");
    assert.deepEqual(nested.find("PUT", "/x/b/c")?.pathParameters, { any: "x", proxy: "b/c" });
  });

  it("routes OPTIONS to a greedy resource if the matching resource lacks it", () => {
    const siblings = createRouter("POST /test", "OPTIONS /test/any", "OPTIONS /{proxy+}");

    assert.equal(siblings.find("OPTIONS", "/test")?.route, "OPTIONS /{proxy+}");
    assert.equal(siblings.find("OPTIONS", "/test/any")?.route, "OPTIONS /test/any");
  });

  it("returns any parameter value exactly as it was sent", () => {
    const values = createRouter("GET /v/{id}/end");
    const segment = fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@%-]+$/);

    fc.assert(
      fc.property(segment, (value) => {
        assert.deepEqual(values.find("GET", `/v/${value}/end`)?.pathParameters, { id: value });
      }),
    );
  });

  it("matches values as long as a URL allows", () => {
    const value = "x".repeat(10_000);

    assert.equal(router.find("GET", `/orders/${value}`)?.pathParameters?.id, value);
  });
});
