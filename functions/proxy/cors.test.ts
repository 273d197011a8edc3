import assert from "node:assert/strict";
import { corsHeaders, type CorsSettings } from "./cors.ts";

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
  it("tells the platform's rule for routes without their own", () => {
    assert.deepEqual(of("GET /other"), {
      "access-control-allow-origin": ["https://shared.example"],
      "access-control-allow-credentials": ["true"],
    });
  });

  it("tells a route's own rule, and none where it has none", () => {
    const own = { "access-control-allow-origin": ["https://own.example"] };

    assert.deepEqual(of("GET /orders/{id}"), own);
    assert.deepEqual(of("POST /orders/{id}"), {});
    assert.deepEqual(of("PUT /files/{proxy+}"), { "access-control-allow-origin": ["*"] });
  });

  it("tells nothing without a rule", () => {
    assert.deepEqual(of("GET /other", { corsAllowOrigin: undefined }), {});
    assert.deepEqual(of("GET /constructor", { corsAllowOrigin: undefined, corsByRoute: {} }), {});
  });
});
