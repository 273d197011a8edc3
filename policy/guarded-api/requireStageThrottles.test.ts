import assert from "node:assert/strict";
import { aws, judgeStack, type Declared } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireStageThrottles as rule } from "./requireStageThrottles.ts";

const api = aws("apigateway.RestApi", "api", { id: "r1" });
const stage = aws("apigateway.Stage", "stage", { restApi: "r1", stageName: "live" });
const settings = aws("apigateway.MethodSettings", "all", {
  restApi: "r1",
  stageName: "live",
  methodPath: "*/*",
});
const method = (name: string, httpMethod: string) =>
  aws("apigateway.Method", name, { restApi: "r1", resourceId: "orders", httpMethod });
const methods = [
  aws("apigateway.Resource", "orders", {
    id: "orders",
    restApi: "r1",
    parentId: "root",
    pathPart: "orders",
  }),
  method("list", "GET"),
  method("create", "POST"),
];
const message = /^A single caller of the stage .*: no MethodSettings apply to all of its methods\./;

const one = (methodPath: string) => ({
  ...settings,
  name: "one",
  props: { ...settings.props, methodPath },
});

testStackRule(rule, {
  compliant: [
    { ...api, props: { ...api.props, rootResourceId: "root" } },
    stage,
    settings,
    ...methods,
  ],
  passing: {
    "additional settings of one path": {
      add: [one("~1/GET")],
    },
    // Source: `aws.apigateway.MethodSettings`, methodPath: "{resource_path}/{http_method}".
    "settings of each method": {
      all: { methodPath: "orders/GET" },
      add: [one("~1orders/POST")],
    },
    "an API of another stack": { api: null },
    "a deployment without a stage": {
      add: [aws("apigateway.Deployment", "deployment", { restApi: "r1" })],
    },
  },
  failing: {
    "no settings": [{ all: null }, "stage", message],
    "settings of one method only": [
      { all: { methodPath: "orders/GET" } },
      "stage",
      /no MethodSettings apply to POST \/orders\./,
    ],
    "settings of all methods but one in a document": [
      {
        api: { body: JSON.stringify({ paths: { "/health": { get: {} } } }) },
        all: { methodPath: "orders/GET" },
        add: [one("orders/POST")],
      },
      "stage",
      /no MethodSettings apply to GET \/health\./,
    ],
    "settings of another stage": [{ all: { stageName: "test" } }, "stage", message],
    "settings of another API": [{ all: { restApi: "r2" } }, "stage", message],
    "a stage that a deployment makes": [
      { add: [aws("apigateway.Deployment", "deployment", { restApi: "r1", stageName: "test" })] },
      "deployment",
      message,
    ],
  },
});

const http = aws("apigatewayv2.Api", "http", { id: "h1", protocolType: "HTTP" });
const route = (name: string, routeKey: string) =>
  aws("apigatewayv2.Route", name, { apiId: "h1", routeKey });
const limits = { throttlingRateLimit: 100, throttlingBurstLimit: 50 };
const httpStage = aws("apigatewayv2.Stage", "stage", {
  apiId: "h1",
  name: "$default",
  defaultRouteSettings: { throttlingRateLimit: 0, throttlingBurstLimit: 0 },
  routeSettings: [
    { routeKey: "GET /orders", ...limits },
    { routeKey: "$default", ...limits },
  ],
});

describe("for HTTP APIs", () => {
  testStackRule(rule, {
    compliant: [http, httpStage, route("list", "GET /orders"), route("rest", "$default")],
    passing: {
      "limits of the stage": {
        stage: { defaultRouteSettings: limits },
        add: [route("more", "POST /orders")],
      },
      "a stage without settings of routes, which another policy reports": {
        stage: { routeSettings: undefined },
      },
    },
    failing: {
      "a route without a limit": [
        { add: [route("more", "POST /orders")] },
        "stage",
        /neither routeSettings nor defaultRouteSettings limit POST \/orders\./,
      ],
    },
  });
});

describe("require-stage-throttles", () => {
  it("is undecided if the routes are not in the stack", () => {
    const settingsOfOne = one("orders/GET");
    for (const stack of [[stage, settingsOfOne], [httpStage]]) {
      const verdict = judgeStack(rule, stack);

      assert.deepEqual(verdict.violations, []);
      assert.match(verdict.undecided ?? "", /of stage "stage" are not all in this stack/);
    }
  });

  describe("before ids are known", () => {
    const later = (resource: Declared, ...restApi: string[]): Declared => ({
      ...resource,
      props: { ...resource.props, id: unknown, restApi: unknown },
      dependencies: { restApi },
    });
    const second = { ...api, name: "second" };
    const verdict = (...resources: Declared[]) =>
      judgeStack(rule, [later(api), later(second), ...resources]).violations.length;

    it("finds settings by their dependencies", () => {
      assert.equal(verdict(later(stage, "api"), later(settings, "api")), 0);
      assert.equal(verdict(later(stage, "api"), later(settings, "stage")), 0);
      assert.equal(verdict(later(stage, "api"), later(settings, "second")), 1);
      const other = { ...later(stage, "second"), name: "other" };
      assert.equal(verdict(later(stage, "api"), other, later(settings, "other")), 1);
    });

    it("treats unknown APIs of other stacks as one", () => {
      assert.equal(verdict(later(stage), later(settings)), 0);
    });
  });
});
