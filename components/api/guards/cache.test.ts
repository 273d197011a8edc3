import assert from "node:assert/strict";
import { dynamodb } from "../integrations/dynamodb.ts";
import { httpProxy } from "../integrations/httpProxy.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteDefinition } from "../route/route.ts";
import { from } from "../templates/source.ts";
import type { CacheKey, RouteCache } from "./cache.ts";

const cached = (cache: RouteCache, more: object = {}) => lambdaProxy("orders", { cache, ...more });

const keys = (key: string) => ({ keys: [key as CacheKey] });

describe("a route's cache", () => {
  for (const [what, key, route] of [
    ["a route that reads", "GET /a/{id}", cached({ ttlSeconds: 1, keys: ["query.a", "header.B"] })],
    ["no options", "HEAD /a", cached({})],
    ["a POST that only reads", "POST /a", cached({ ttlSeconds: 3600, ignoreBody: true })],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.doesNotThrow(() => parseRoutes({ [key]: route }));
    });
  }

  // Facts: "2.10 Caching".
  for (const [key, route, message] of [
    ["ANY /a", cached({}), /caches ANY, but API Gateway caches single methods/],
    ["POST /a", cached({}), /caches POST, but a cached response skips the call.*ignoreBody/],
    ["PUT /a", cached({ ignoreBody: true }), /caches PUT/],
    ["DELETE /a", cached({}), /caches DELETE/],
    [
      "GET /a",
      cached({ ttlSeconds: 0 }),
      /cache.ttlSeconds is 0; allowed: a whole number from 1 to 3,600/,
    ],
    ["GET /a", cached({ ttlSeconds: 3601 }), /cache.ttlSeconds is 3601/],
    ["GET /a", cached({ ttlSeconds: 1.5 }), /cache.ttlSeconds is 1.5/],
    ["GET /a", cached(keys("status")), /cache.keys\[0\] is "status"/],
    ["GET /a", cached(keys("query.")), /cache.keys\[0\] is "query."/],
    ["GET /a", cached({ keys: [["query.a"]] as never }), /cache.keys\[0\] is \["query.a"\]/],
    ["GET /a", cached(keys("header.X Tenant")), /cache.keys\[0\] is "header.X Tenant"/],
    ["GET /a", cached(keys("header.Connection")), /cache.keys\[0\] is "header.Connection"/],
    ["GET /{id}", cached(keys("path.id")), /Path parameters always count/],
    ["GET /a", cached({}, { streaming: true }), /can't cache a stream/],
    [
      "GET /a",
      dynamodb("t", { action: "get", key: { pk: from.claim("sub") }, cache: { shared: true } }),
      /cache is shared, but it maps the caller's claim "sub"/,
    ],
    [
      "GET /a",
      httpProxy("https://example.com", { headers: { "X-Ip": from.sourceIp() }, cache: {} }),
      /maps the caller's address/,
    ],
  ] as [string, RouteDefinition, RegExp][]) {
    it(`refuses ${message.source} at ${key}`, () => {
      assert.throws(() => parseRoutes({ [key]: route }), {
        name: "RouteError",
        route: key,
        message,
      });
    });
  }
});
