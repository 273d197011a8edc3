import assert from "node:assert/strict";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteTable } from "../route/route.ts";
import { lambdaProxy } from "./lambdaProxy.ts";
import { proxyRoutes } from "./proxyRoutes.ts";
import { vpcLink } from "./vpcLink.ts";

const authorizers: AuthorizerDefinitions = {
  partners: {
    kind: "request",
    source: "authorizers/partners",
    identitySources: ["method.request.header.X-Partner-Key", "method.request.querystring.k"],
    userHeaders: { "x-user-sub": "principalId" },
  },
};

const of = (routes: RouteTable) =>
  proxyRoutes({ routes: parseRoutes(routes), authorizers }, "orders");

describe("what a proxy function does on some routes only", () => {
  it("is nothing for ordinary routes, and for those of other services", () => {
    const settings = of({
      "GET /orders": lambdaProxy("orders"),
      "GET /catalog": lambdaProxy("catalog", { servicePath: "/list", cache: {} }),
      "GET /linked": vpcLink("orders", { cache: {} }),
    });

    assert.deepEqual(settings, {
      pathsByRoute: {},
      encodedSlashesByRoute: {},
      withheldByRoute: {},
      resilienceByRoute: {},
      userHeadersByRoute: {},
    });
  });

  it("is to call a path of the service's own", () => {
    const { pathsByRoute } = of({
      "GET /health": lambdaProxy("orders", { servicePath: "/ready" }),
      "ANY /old/{proxy+}": lambdaProxy("orders", { servicePath: "/gone" }),
    });

    assert.deepEqual(pathsByRoute, { "GET /health": "/ready", "ANY /old/{proxy+}": "/gone" });
  });

  it("is to refuse encoded slashes that could lead to another route of the service", () => {
    const routes: RouteTable = {
      "GET /{all+}": lambdaProxy("orders"),
      "GET /orders/{id}": lambdaProxy("orders"),
      "GET /files/{path+}": lambdaProxy("orders"),
      "PUT /files/{path+}": lambdaProxy("orders"),
      "GET /free/{path+}": lambdaProxy("orders", { encodedSlashes: true }),
      "GET /free/x": lambdaProxy("orders"),
      "GET /shop/{path+}": lambdaProxy("orders"),
      "GET /shop/cart": lambdaProxy("catalog"),
      "GET /keys/{key}": lambdaProxy("orders", { encodedSlashes: true }),
    };

    assert.deepEqual(of(routes).encodedSlashesByRoute, {
      "GET /{all+}": false,
      "GET /free/{path+}": true,
      "GET /keys/{key}": true,
    });
    const parsed = { routes: parseRoutes(routes), authorizers };
    assert.deepEqual(proxyRoutes(parsed, "orders", true).encodedSlashesByRoute, {
      "GET /free/{path+}": true,
      "GET /keys/{key}": true,
    });
  });

  it("is to withhold conditions that are not in the key of a cached route", () => {
    const { withheldByRoute } = of({
      "GET /a": lambdaProxy("orders", { cache: {} }),
      "GET /b": lambdaProxy("orders", {
        cache: { keys: ["header.range", "header.If-None-Match"] },
      }),
    });

    assert.deepEqual(withheldByRoute["GET /a"], [
      "If-Match",
      "If-Modified-Since",
      "If-None-Match",
      "If-Range",
      "If-Unmodified-Since",
      "Range",
    ]);
    assert.ok(!withheldByRoute["GET /b"]!.some((name) => /^(Range|If-None-Match)$/.test(name)));
  });

  it("is to pass on what a Lambda authorizer returns, instead of its credential", () => {
    const settings = of({ "GET /p": lambdaProxy("orders", { auth: { authorizer: "partners" } }) });

    assert.deepEqual(settings.withheldByRoute, { "GET /p": ["X-Partner-Key", "?k"] });
    assert.deepEqual(settings.userHeadersByRoute, { "GET /p": { "x-user-sub": "principalId" } });
  });

  for (const servicePath of ["ready", "", "/a b", "/ä"]) {
    it(`refuses the path ${JSON.stringify(servicePath)} at the service`, () => {
      assert.throws(() => parseRoutes({ "GET /a": lambdaProxy("orders", { servicePath }) }), {
        message: /servicePath is ".*"; allowed: a path without spaces that begins with \//,
      });
    });
  }
});
