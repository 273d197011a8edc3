import assert from "node:assert/strict";
import { readSettings } from "./settings.ts";

const required = { SERVICE_URL: "http://internal.example:8080", SERVICE_NAME: "orders" };

describe("readSettings", () => {
  it("requires only the service's address and name", () => {
    assert.deepEqual(readSettings(required), {
      serviceUrl: new URL("http://internal.example:8080"),
      serviceName: "orders",
      connectTimeoutMs: 2_000,
      totalTimeoutMs: 25_000,
      corsAllowOrigin: undefined,
      corsAllowCredentials: false,
      corsByRoute: undefined,
      headersByVersion: undefined,
      pathsByRoute: undefined,
      encodedSlashes: undefined,
      withheldByRoute: undefined,
      userHeadersByRoute: undefined,
      allowedRequestHeaders: undefined,
      allowedResponseHeaders: undefined,
      claimHeaders: undefined,
      metrics: undefined,
    });
  });

  it("reads claims and metrics", () => {
    const variables = {
      ...required,
      CLAIM_HEADERS: '{"x-user-plan":"custom:plan","x-user-email":false}',
      METRICS: "[]",
    };
    const { claimHeaders, metrics } = readSettings(variables);

    assert.deepEqual(claimHeaders, { "x-user-plan": "custom:plan", "x-user-email": false });
    assert.equal(metrics, "[]");
  });

  it("reads the lists of headers and the CORS rules", () => {
    const { allowedRequestHeaders, allowedResponseHeaders, corsByRoute } = readSettings({
      ...required,
      ALLOWED_REQUEST_HEADERS: "accept, x-tenant",
      ALLOWED_RESPONSE_HEADERS: "etag",
      CORS_BY_ROUTE: '{"GET /a":null}',
    });

    assert.deepEqual(allowedRequestHeaders, ["accept", "x-tenant"]);
    assert.deepEqual(allowedResponseHeaders, ["etag"]);
    assert.deepEqual(corsByRoute, { "GET /a": null });
  });

  for (const [variable, value] of [
    ["SERVICE_URL", undefined],
    ["SERVICE_NAME", ""],
    ["CONNECT_TIMEOUT_MS", "0"],
    ["TOTAL_TIMEOUT_MS", "29000"],
    ["CORS_BY_ROUTE", "GET /a"],
    ["CLAIM_HEADERS", "{"],
    ["HEADERS_BY_VERSION", "v1"],
    ["PATHS_BY_ROUTE", "/ready"],
    ["ENCODED_SLASHES", "GET /a"],
  ] as const) {
    it(`refuses ${variable} when it is ${JSON.stringify(value)}`, () => {
      assert.throws(() => readSettings({ ...required, [variable]: value }), {
        name: "EnvironmentError",
        variable,
      });
    });
  }
});
