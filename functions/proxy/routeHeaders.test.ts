import assert from "node:assert/strict";
import { corsHeaders, type CorsSettings, versionHeaders } from "./routeHeaders.ts";

const settings: CorsSettings = {
  corsAllowOrigin: "https://shared.example",
  corsAllowCredentials: true,
  corsByRoute: {
    "GET /orders/{id}": { allowOrigin: "https://own.example" },
    "POST /orders/{id}": null,
    "ANY /files/{proxy+}": { allowOrigin: "*" },
  },
};

const of = (route: string, given = settings) => {
  const [httpMethod = "", resource = ""] = route.split(" ");
  return corsHeaders({ httpMethod, resource }, given);
};

describe("corsHeaders", () => {
  it("applies the platform's rule to routes without their own", () => {
    assert.deepEqual(of("GET /other"), {
      "access-control-allow-origin": ["https://shared.example"],
      "access-control-allow-credentials": ["true"],
    });
  });

  it("applies a route's own rule, which may be null", () => {
    const own = { "access-control-allow-origin": ["https://own.example"] };

    assert.deepEqual(of("GET /orders/{id}"), own);
    assert.deepEqual(of("POST /orders/{id}"), {});
    assert.deepEqual(of("PUT /files/{proxy+}"), { "access-control-allow-origin": ["*"] });
  });

  it("adds nothing without a rule", () => {
    assert.deepEqual(of("GET /other", { corsAllowOrigin: undefined }), {});
    assert.deepEqual(of("GET /constructor", { corsAllowOrigin: undefined, corsByRoute: {} }), {});
  });
});

const byVersion = { v1: { Sunset: "Wed, 30 Jun 2027 00:00:00 GMT" } };

describe("versionHeaders", () => {
  it("adds the headers of the version that the route's path begins with", () => {
    assert.deepEqual(versionHeaders({ resource: "/v1/orders/{id}" }, byVersion), {
      sunset: ["Wed, 30 Jun 2027 00:00:00 GMT"],
    });
  });

  for (const resource of ["/v2/orders", "/orders/v1", "/v1x", "/", "/constructor", "/{proxy+}"]) {
    it(`adds nothing for ${resource}`, () => {
      assert.deepEqual(versionHeaders({ resource }, byVersion), {});
    });
  }
});
