import assert from "node:assert/strict";
import { defineApi, from, httpProxy, lambdaProxy } from "../api/index.ts";
import { refuses } from "../shared/testing/refuses.ts";
import { definePlatform, type PlatformDefinition } from "../platform/index.ts";
import type { BehaviorDefinitions } from "./behavior.ts";
import { edgeFaults } from "./index.ts";

const api = defineApi({
  routes: {
    "GET /health": lambdaProxy("orders", { auth: "none" }),
    "GET /orders": lambdaProxy("orders"),
    "GET /orders/{id}": lambdaProxy("orders", { apiKey: true }),
    "POST /orders": lambdaProxy("orders", { auth: "none" }),
    "GET /signed": lambdaProxy("orders", { auth: "iam" }),
    "GET /devices": lambdaProxy("orders", { auth: { authorizer: "devices" } }),
    "GET /context": lambdaProxy("orders", { auth: { authorizer: "context" } }),
    "GET /news": lambdaProxy("orders", {
      auth: "none",
      validate: { query: { page: "optional" }, headers: { "X-Tenant": "optional" } },
    }),
    "GET /rates": httpProxy("https://rates.example.com", {
      auth: "none",
      headers: { "X-Who": from.header("X-User") },
    }),
  },
  usagePlans: { gold: {} },
  apiKeys: { acme: { plan: "gold" } },
  authorizers: {
    devices: {
      kind: "request",
      source: "authorizers/devices",
      identitySources: ["method.request.header.X-Device", "method.request.querystring.model"],
    },
    context: {
      kind: "request",
      source: "authorizers/context",
      identitySources: ["context.identity.sourceIp"],
    },
  },
});

const ttl = { defaultSeconds: 60 };
const faultsOf = (behaviors: BehaviorDefinitions) => edgeFaults({ behaviors }, api);

const rows: Record<string, [behaviors: BehaviorDefinitions, ...faults: [string, string][]]> = {
  "a route that everybody may call": [{ "/health": { ttl } }],
  "a route with a token in the key": [{ "/orders": { ttl, key: { headers: ["authorization"] } } }],
  "a route with a token that the key lacks": [
    { "/orders": { ttl } },
    ['edge.behaviors["/orders"].key.headers', "a list with Authorization"],
  ],
  "a route with a token and an API key that the key lacks": [
    { "/orders/*": { ttl, key: { headers: ["Authorization"] } } },
    ['edge.behaviors["/orders/*"].key.headers', "a list with X-Api-Key"],
  ],
  "all routes without a word about callers": [
    { "/o*": { ttl, key: { headers: [] } } },
    ['edge.behaviors["/o*"].key.headers', "a list with Authorization"],
    ['edge.behaviors["/o*"].key.headers', "a list with Authorization, X-Api-Key"],
  ],
  "a route that an earlier behavior takes": [
    {
      "/orders*": { methods: "all" },
      "/o*s*": { ttl },
    },
    ['edge.behaviors["/o*s*"]', "a pattern that reaches a route"],
  ],
  "a route whose slash at the end an earlier behavior does not take": [
    { "/orders": {}, "/orders?": { ttl } },
    ['edge.behaviors["/orders?"].key.headers', "a list with Authorization"],
  ],
  "a route with signatures": [
    { "/signed": { ttl, key: { headers: ["Authorization"] } } },
    ['edge.behaviors["/signed"].ttl', "nothing"],
  ],
  "a route whose authorizer reads more than the request": [
    { "/context": { ttl } },
    ['edge.behaviors["/context"].ttl', "nothing"],
  ],
  "a route whose authorizer reads a header and a query parameter": [
    { "/devices": { ttl, key: { queries: ["page"] } } },
    ['edge.behaviors["/devices"].key.headers', "a list with X-Device"],
    ['edge.behaviors["/devices"].key.queries', "a list with model"],
  ],
  "a route with parameters that it validates": [
    { "/news": { ttl, key: { queries: "none" } } },
    ['edge.behaviors["/news"].key.headers', "a list with X-Tenant"],
    ['edge.behaviors["/news"].key.queries', "a list with page"],
  ],
  "a route with a header that it maps": [
    { "/rates": { ttl } },
    ['edge.behaviors["/rates"].key.headers', "a list with X-User"],
  ],
  "a route that could not be called anymore": [
    { "/orders": { methods: "read" } },
    ['edge.behaviors["/orders"].methods', '"all"'],
  ],
  "no route": [
    { "/nothing*": { ttl } },
    ['edge.behaviors["/nothing*"]', "a pattern that reaches a route"],
  ],
};

describe("behaviors in view of the routes", () => {
  for (const [what, [behaviors, ...expected]] of Object.entries(rows)) {
    it(`${expected.length > 0 ? "refuse" : "accept"} ${what}`, () => {
      assert.deepEqual(
        faultsOf(behaviors).map(({ argument, allowed }) => [argument, allowed]),
        expected,
      );
    });
  }

  it("are a part of the platform's definition", () => {
    const definition: PlatformDefinition = {
      name: "Shop",
      services: { orders: { directory: "services/orders" } },
      routes: { "GET /orders": lambdaProxy("orders") },
      edge: { behaviors: { "/orders": { ttl } } },
    };
    refuses(() => definePlatform(definition), {
      name: "ComponentArgumentError",
      message:
        /^Platform "Shop": edge\.behaviors\["\/orders"\]\.key\.headers is \[\]; allowed: a list with Authorization\. "GET \/orders" responds to each value of Authorization differently/,
    });
  });
});
