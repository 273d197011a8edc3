import assert from "node:assert/strict";
import { cachingOf, readCaching } from "./settings.ts";

const setting = (methodPath: string, settings: object) => ({ methodPath, settings });
const on = { cacheClusterEnabled: true, cacheClusterSize: "1.6" };

// Source: API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway".
describe("readCaching", () => {
  it("reads nothing of a stage without a cache", () => {
    const settings = [setting("*/*", { cachingEnabled: true })];

    assert.equal(readCaching("api", {}, settings), undefined);
    assert.equal(readCaching("api", { cacheClusterSize: "0.5" }, settings), undefined);
  });

  it("reads a method's settings, else the stage's, else API Gateway's defaults", () => {
    const caching = readCaching("api", on, [
      setting("*/*", { cachingEnabled: false, cacheTtlInSeconds: 30 }),
      setting("~1orders~1{id}/GET", {
        cachingEnabled: true,
        requireAuthorizationForCacheControl: false,
        unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
      }),
      setting("items/GET", { cachingEnabled: true, cacheTtlInSeconds: 60 }),
    ])!;

    assert.equal(caching.sizeGb, 1.6);
    assert.deepEqual(cachingOf(caching, "GET", "GET", "/orders/{id}"), {
      enabled: true,
      ttlSeconds: 30,
      requireAuthorization: false,
      unauthorized: "FAIL_WITH_403",
    });
    assert.deepEqual(cachingOf(caching, "GET", "GET", "/items"), {
      enabled: true,
      ttlSeconds: 60,
      requireAuthorization: true,
      unauthorized: "SUCCEED_WITH_RESPONSE_HEADER",
    });
    assert.equal(cachingOf(caching, "GET", "GET", "/unset"), undefined);
  });

  it("applies settings for several methods only to GET", () => {
    const caching = readCaching("api", on, [setting("a/ANY", { cachingEnabled: true })])!;

    assert.ok(cachingOf(caching, "GET", "ANY", "/a"));
    assert.equal(cachingOf(caching, "POST", "ANY", "/a"), undefined);
  });
});
