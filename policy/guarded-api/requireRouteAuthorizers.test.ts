import assert from "node:assert/strict";
import { aws, type Declared, judgeStack } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireRouteAuthorizers as rule } from "./requireRouteAuthorizers.ts";

describe("require-route-authorizers", () => {
  describe("of REST APIs", () => {
    const pathPart = (name: string, parentId: unknown, id: unknown = name) =>
      aws("apigateway.Resource", name, { id, parentId, pathPart: name, restApi: "r1" });
    const method = (name: string, props: object) =>
      aws("apigateway.Method", name, { restApi: "r1", httpMethod: "GET", ...props });
    const guarded = { authorization: "COGNITO_USER_POOLS", authorizerId: "a1" };
    const preflight = { resourceId: "orders", httpMethod: "OPTIONS", authorization: "NONE" };

    testStackRule(rule, {
      compliant: [
        aws("apigateway.RestApi", "api", { id: "r1", rootResourceId: "root" }),
        pathPart("orders", "root"),
        pathPart("{id}", "orders"),
        method("list", { resourceId: "orders", ...guarded }),
        method("read", { resourceId: "{id}", authorization: "AWS_IAM" }),
        method("ask", preflight),
        aws("apigateway.Integration", "mock", { ...preflight, type: "MOCK" }),
        method("home", { resourceId: "root", ...guarded }),
      ],
      settings: { publicRoutes: ["GET /orders/{id}/photo", "GET /health", "POST /"] },
      passing: {
        "an authorizer that is not known yet": { list: { authorizerId: unknown } },
        // Source: "Enable CORS on a resource", API Gateway Developer Guide.
        "a preflight that API Gateway handles, of a path without guarded methods": {
          ask: { resourceId: "health" },
          mock: { resourceId: "health" },
          add: [pathPart("health", "root")],
        },
        // Source: the report that a function which serves preflight requests was found.
        "a preflight beside a guarded method that a backend handles": {
          mock: { type: "AWS_PROXY" },
        },
        "a preflight beside a guarded method, both on a path of another stack": {
          ask: { resourceId: "elsewhere" },
          mock: null,
          add: [method("other", { resourceId: "elsewhere", ...guarded })],
        },
        "a preflight of a greedy path beside a guarded one": {
          ask: { resourceId: "{proxy+}" },
          mock: null,
          add: [
            pathPart("{proxy+}", "root"),
            method("any", { resourceId: "{proxy+}", httpMethod: "ANY", ...guarded }),
          ],
        },
        "a public route at the root": { home: { httpMethod: "POST", authorization: "NONE" } },
        "a public route further down": {
          add: [
            pathPart("photo", "{id}"),
            method("photo", { resourceId: "photo", authorization: "NONE" }),
          ],
        },
      },
      failing: {
        "no authorization": [
          { list: { authorization: "NONE" } },
          "list",
          /^Anyone may call GET \/orders: authorization is "NONE"\. Set the authorization/,
        ],
        "no value": [
          { read: { authorization: undefined } },
          "read",
          /^Anyone may call GET \/orders\/\{id\}: authorization is not set/,
        ],
        "no authorization of the root": [
          { home: { authorization: "NONE" } },
          "home",
          /GET \/: authorization is "NONE"/,
        ],
        "an authorization without an authorizer": [
          { list: { authorizerId: undefined } },
          "list",
          /^GET \/orders has no authorizer: authorizerId is not set/,
        ],
        "the same of a function": [
          { read: { authorization: "CUSTOM", authorizerId: "" } },
          "read",
          /authorizerId is not set/,
        ],
        "an authorization of HTTP APIs": [
          { list: { authorization: "JWT" } },
          "list",
          /authorization is "JWT"/,
        ],
        "an API key only": [
          { list: { authorization: "NONE", apiKeyRequired: true } },
          "list",
          /authorization is "NONE"/,
        ],
        "an OPTIONS method of a path without guarded methods": [
          { ask: { resourceId: "health" }, add: [pathPart("health", "root")] },
          "ask",
          /OPTIONS \/health/,
        ],
        "a preflight beside a mock for another method": [
          {
            ask: { resourceId: "health" },
            mock: { resourceId: "health", httpMethod: "GET" },
            add: [pathPart("health", "root")],
          },
          "ask",
          /OPTIONS \/health/,
        ],
        "an open method beside a preflight": [
          { list: { resourceId: "orders", authorization: "NONE" }, mock: null, ask: null },
          "list",
          /GET \/orders/,
        ],
        "a path that the stack does not tell": [
          { list: { resourceId: "elsewhere", authorization: "NONE" } },
          "list",
          /GET on a path that this stack does not show: authorization/,
        ],
      },
    });

    it("finds paths and preflights before ids are known", () => {
      const later = (resource: Declared, dependencies: Record<string, string[]>): Declared => ({
        ...resource,
        dependencies,
      });
      const stack = [
        aws("apigateway.RestApi", "api", { id: unknown, rootResourceId: unknown }),
        later(pathPart("health", unknown, unknown), { parentId: ["api"] }),
        later(method("check", { resourceId: unknown, authorization: "NONE" }), {
          resourceId: ["health"],
        }),
        later(method("ask", { ...preflight, resourceId: unknown }), { resourceId: ["health"] }),
        later(
          aws("apigateway.Integration", "mock", {
            type: "MOCK",
            resourceId: unknown,
            httpMethod: "OPTIONS",
          }),
          { resourceId: ["ask"] },
        ),
      ];

      assert.deepEqual(judgeStack(rule, stack, { publicRoutes: ["GET /health"] }).violations, []);
      const urns = judgeStack(rule, stack).violations.map(({ urn }) => urn?.split("::").at(-1));
      assert.deepEqual(urns, ["check"]);
    });

    it("accepts API keys if configured", () => {
      const keyed = method("list", {
        resourceId: "x",
        authorization: "NONE",
        apiKeyRequired: "true",
      });

      assert.deepEqual(judgeStack(rule, [keyed], { apiKeys: true }).violations, []);
    });

    it("is undecided if the authorization is unknown", () => {
      const verdict = judgeStack(rule, [method("list", { authorization: unknown })]);

      assert.deepEqual(verdict.violations, []);
      assert.notEqual(verdict.undecided, undefined);
    });
  });

  const route = (name: string, apiId: string, props: object) =>
    aws("apigatewayv2.Route", name, { apiId, ...props });
  const guarded = { authorizationType: "JWT", authorizerId: "a1" };

  describe("of HTTP APIs", () => {
    testStackRule(rule, {
      compliant: [
        aws("apigatewayv2.Api", "api", { id: "h1", protocolType: "HTTP" }),
        route("list", "h1", { routeKey: "GET /orders", ...guarded }),
        route("rest", "h1", { routeKey: "$default", authorizationType: "AWS_IAM" }),
      ],
      settings: { publicRoutes: ["GET /health"] },
      passing: {
        "a public route": { list: { routeKey: "GET /health", authorizationType: "NONE" } },
        // Source: "Configure CORS for HTTP APIs in API Gateway", API Gateway Developer Guide.
        "a preflight of all paths": {
          add: [route("ask", "h1", { routeKey: "OPTIONS /{proxy+}", authorizationType: "NONE" })],
        },
        "a function that asks": { list: { authorizationType: "CUSTOM" } },
      },
      failing: {
        "no value": [
          { list: { authorizationType: undefined } },
          "list",
          /^Anyone may call GET \/orders: authorizationType is not set/,
        ],
        "a preflight without a guarded route": [
          {
            list: { routeKey: "OPTIONS /orders", authorizationType: "NONE" },
            rest: { routeKey: "GET /else" },
          },
          "list",
          /^Anyone may call OPTIONS \/orders/,
        ],
        "a preflight of another API": [
          {
            add: [route("ask", "h2", { routeKey: "OPTIONS /{proxy+}", authorizationType: "NONE" })],
          },
          "ask",
          /^Anyone may call OPTIONS/,
        ],
        "a public default route": [
          { rest: { authorizationType: "NONE" } },
          "rest",
          /^Anyone may call \$default: authorizationType is "NONE"/,
        ],
        "a default route of an API of another stack": [
          { rest: { authorizationType: "NONE", apiId: "h2" } },
          "rest",
          /authorizationType is "NONE"/,
        ],
        "no authorizer": [{ list: { authorizerId: undefined } }, "list", /authorizerId is not set/],
      },
    });
  });

  describe("of WebSocket APIs", () => {
    testStackRule(rule, {
      compliant: [
        aws("apigatewayv2.Api", "api", { id: "w1", protocolType: "WEBSOCKET" }),
        route("connect", "w1", { routeKey: "$connect", ...guarded, authorizationType: "CUSTOM" }),
        route("send", "w1", { routeKey: "send" }),
        route("rest", "w1", { routeKey: "$default", authorizationType: "NONE" }),
        route("leave", "w1", { routeKey: "$disconnect" }),
      ],
      passing: {
        "no routes at all": { connect: null, send: null, rest: null, leave: null },
        "a route that is not known yet": { connect: { routeKey: unknown } },
      },
      failing: {
        "a public $connect route": [
          { connect: { authorizationType: "NONE" } },
          "connect",
          /^Anyone may call \$connect: authorizationType is "NONE"/,
        ],
        "no $connect route": [
          { connect: null },
          "api",
          /^Anyone may connect to the WebSocket API: it has routes, but no route with the routeKey/,
        ],
      },
    });
  });
});
