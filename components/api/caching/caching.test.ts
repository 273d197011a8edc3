import assert from "node:assert/strict";
import type { RouteGuards } from "../guards/index.ts";
import { from, httpProxy, lambdaProxy, type RouteDefinition } from "../index.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import { cacheParts } from "./cacheKey.ts";
import { documentIn, type FlatApiArgs, recordApi } from "../testing/recordApi.ts";

const cache = { sizeGb: 0.5 } as const;

const record = (routes: Record<string, RouteDefinition>, more: Partial<FlatApiArgs> = { cache }) =>
  recordApi({ routes, ...more });

const operations = async (routes: Record<string, RouteDefinition>) =>
  Object.values(documentIn(await record(routes)).paths).flatMap((each) => Object.values(each));

/** Keys of a route's cache, without `method.request.`. */
function keysOf(definition: RouteDefinition, { authorizers }: Partial<FlatApiArgs> = {}) {
  const [route] = parseRoutes({ "GET /orders": definition });
  const { cacheKeyParameters } = cacheParts(route!, authorizers).integration;
  return (cacheKeyParameters as string[] | undefined)?.map((name) =>
    name.replace("method.request.", ""),
  );
}

const cached = (guards: RouteGuards<string> & { cache?: object } = {}) =>
  lambdaProxy("orders", { cache: {}, ...guards } as RouteGuards);

const handler = { source: "authorizers/partners" };
const token = { kind: "token", ...handler } as const;
const request = (...identitySources: string[]) => ({
  authorizers: { partners: { kind: "request", identitySources, ttlSeconds: 0, ...handler } },
});
const asPartner = { auth: { authorizer: "partners" } };
const authorization = ["header.Authorization", "header.authorization"];

describe("a cached route", () => {
  it("has one setting with its limit, and leaves all other routes uncached", async () => {
    const throttle = { ratePerSecond: 20, burst: 40 };
    const recorded = await record({
      "GET /both": cached({ throttle }),
      "GET /cached": cached({ cache: { ttlSeconds: 60 } }),
      "GET /limited": lambdaProxy("orders", { throttle }),
      "GET /plain": lambdaProxy("orders"),
    });

    const settings = Object.fromEntries(
      recorded.names("MethodSettings").map((name) => {
        const { settings } = recorded.inputs("MethodSettings", name) as {
          settings: Record<string, unknown>;
        };
        const { throttlingRateLimit, cachingEnabled, cacheTtlInSeconds } = settings;
        return [name, [throttlingRateLimit, cachingEnabled, cacheTtlInSeconds]];
      }),
    );
    assert.deepEqual(settings, {
      "api-all": [500, false, undefined],
      "api-GET/both": [20, true, 300],
      "api-GET/cached": [500, true, 60],
      "api-GET/limited": [20, false, undefined],
    });
  });

  it("is encrypted, and can't be invalidated without permission", async () => {
    const recorded = await record({ "GET /orders": cached() });

    const { settings } = recorded.inputs("MethodSettings", "api-GET/orders") as {
      settings: Record<string, unknown>;
    };
    assert.equal(settings["cacheDataEncrypted"], true);
    assert.equal(settings["requireAuthorizationForCacheControl"], true);
    assert.equal(
      settings["unauthorizedCacheControlHeaderStrategy"],
      "SUCCEED_WITHOUT_RESPONSE_HEADER",
    );
  });

  it("gives the stage a cache, which other stages don't have", async () => {
    const with_ = await record({ "GET /orders": cached() }, { cache: { sizeGb: 118 } });
    const without = await record({ "GET /orders": lambdaProxy("orders") }, {});

    const { cacheClusterEnabled, cacheClusterSize } = with_.inputs("Stage", "api");
    assert.deepEqual([cacheClusterEnabled, cacheClusterSize], [true, "118"]);
    assert.equal("cacheClusterEnabled" in without.inputs("Stage", "api"), false);
  });

  // Facts: "1.3" (cacheKeyParameters have to be declared on the method).
  it("declares the parameters of its cache key", async () => {
    const [operation] = await operations({
      "GET /orders/{id}/{rest+}": cached({
        auth: "none",
        cache: { keys: ["query.status", "header.X-Tenant", "header.x-plain"] },
        validate: { query: { status: "required", other: "optional" } },
      }),
    });

    const { cacheKeyParameters } = operation!["x-amazon-apigateway-integration"];
    assert.deepEqual(cacheKeyParameters, [
      "method.request.path.id",
      "method.request.path.rest",
      "method.request.querystring.status",
      "method.request.header.X-Tenant",
      "method.request.header.x-tenant",
      "method.request.header.x-plain",
    ]);
    assert.deepEqual(
      operation?.parameters?.map(({ in: place, name, required }) => [place, name, required]),
      [
        ["query", "status", true],
        ["query", "other", false],
        ["path", "id", true],
        ["path", "rest", true],
        ["header", "X-Tenant", false],
        ["header", "x-tenant", false],
        ["header", "x-plain", false],
      ],
    );
  });

  it("has its own namespace", async () => {
    const routes = { "GET /a": cached(), "HEAD /a": cached(), "GET /b": cached() };

    const namespaces = (await operations(routes)).map(
      (operation) => operation["x-amazon-apigateway-integration"].cacheNamespace,
    );

    assert.match(namespaces[0]!, /^[0-9a-f]{16}$/);
    assert.equal(new Set(namespaces).size, 3);
  });

  it("has its validated parameters in the key unless it lists keys, and always its mapped ones", () => {
    const validate = { query: { page: "optional" }, headers: { "x-a": "optional" } } as const;
    const mapping = { query: { q: from.query("search") }, headers: { "X-B": from.header("x-b") } };
    const proxied = (keys: object) =>
      httpProxy("https://example.com", { ...mapping, auth: "none", validate, cache: keys });

    assert.deepEqual(keysOf(proxied({})), [
      "querystring.page",
      "header.x-a",
      "querystring.search",
      "header.x-b",
    ]);
    assert.deepEqual(keysOf(proxied({ keys: [] })), ["querystring.search", "header.x-b"]);
  });

  for (const [subject, guards, more, expected] of [
    ["a user's token", {}, {}, authorization],
    ["a user's token with scopes", { scopes: ["a/b"] }, {}, authorization],
    ["nothing if everybody may call", { auth: "none" }, {}, undefined],
    ["nothing if it is shared", { cache: { shared: true } }, {}, undefined],
    ["nothing if signers share it", { auth: "iam", cache: { shared: true } }, {}, undefined],
    [
      "the header of a token authorizer",
      asPartner,
      { authorizers: { partners: { ...token, header: "X-Partner" } } },
      ["header.X-Partner", "header.x-partner"],
    ],
    [
      "the default header of a token authorizer",
      asPartner,
      { authorizers: { partners: token } },
      authorization,
    ],
    [
      "a request authorizer's identity sources",
      asPartner,
      request(
        "method.request.header.x-partner",
        "method.request.querystring.client",
        "stageVariables.color",
      ),
      ["header.x-partner", "querystring.client"],
    ],
  ] as [
    string,
    RouteGuards<string> & { cache?: object },
    Partial<FlatApiArgs>,
    string[] | undefined,
  ][]) {
    it(`has ${subject} in the key`, () => {
      assert.deepEqual(keysOf(cached(guards), more), expected);
    });
  }

  it("has the API key and the token in the key", () => {
    const keys = keysOf(cached({ apiKey: true }));

    assert.deepEqual(keys, [...authorization, "header.X-Api-Key", "header.x-api-key"]);
  });

  for (const [subject, routes, more, message] of [
    [
      "a cached route if the stage has no cache",
      { "GET /orders": cached() },
      {},
      /Route "GET \/orders": it is cached, but its stage has no cache.*sizeGb: 0.5/,
    ],
    [
      "a stage's cache that no route uses",
      { "GET /orders": lambdaProxy("orders") },
      { cache },
      /cache is {"sizeGb":0.5}; allowed: none, because no route sets cache. It costs by the hour/,
    ],
    [
      "an unknown size",
      { "GET /orders": cached() },
      { cache: { sizeGb: 1 } },
      /cache.sizeGb is 1; allowed: 0.5, 1.6, /,
    ],
    [
      "signed requests, which all differ",
      { "GET /orders": cached({ auth: "iam" }) },
      { cache },
      /no header or query parameter identifies its callers. Set cache.shared: true/,
    ],
    [
      "callers identified by their address",
      { "GET /orders": cached(asPartner) },
      { cache, ...request("method.request.header.a", "context.identity.sourceIp") },
      /no header or query parameter identifies its callers/,
    ],
    [
      "callers without an identity",
      { "GET /orders": cached(asPartner) },
      { cache, ...request() },
      /no header or query parameter identifies its callers/,
    ],
  ] as [string, Record<string, RouteDefinition>, Partial<FlatApiArgs>, RegExp][]) {
    it(`refuses ${subject}`, async () => {
      await assert.rejects(record(routes, more), { message });
    });
  }
});
