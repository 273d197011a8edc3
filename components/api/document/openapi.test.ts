import assert from "node:assert/strict";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import type { ApiDefinition } from "../index.ts";
import type { RouteDefinition } from "../route/route.ts";
import { documentOf } from "../testing/documentOf.ts";

const userPoolArn = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc";

const proxies = {
  orders: { functionName: "orders", functionArn: "arn:orders" },
  catalog: { functionName: "catalog", functionArn: "arn:catalog" },
};

const compile = (routes: Record<string, RouteDefinition>, more: Partial<ApiDefinition> = {}) =>
  documentOf({ routes, ...more }, { proxies }, { userPoolArns: [userPoolArn] });

describe("compileOpenApi", async () => {
  it("compiles a route into an operation with its function", async () => {
    const { paths } = await compile({ "GET /orders/{id}": lambdaProxy("orders") });

    assert.deepEqual(paths, {
      "/orders/{id}": {
        get: {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: { "200": { description: "The backend's response" } },
          security: [{ cognito: [] }],
          "x-amazon-apigateway-integration": {
            type: "aws_proxy",
            httpMethod: "POST",
            uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:orders/invocations",
            passthroughBehavior: "when_no_match",
            timeoutInMillis: 29_000,
          },
        },
      },
    });
  });

  it("requires a token unless a route's auth is none", async () => {
    const { paths } = await compile({
      "GET /a": lambdaProxy("orders"),
      "GET /b": lambdaProxy("orders", { scopes: ["orders/read"] }),
      "GET /c": lambdaProxy("orders", { auth: "none" }),
    });

    assert.deepEqual(paths["/a"]?.["get"]?.["security"], [{ cognito: [] }]);
    assert.deepEqual(paths["/b"]?.["get"]?.["security"], [{ cognito: ["orders/read"] }]);
    assert.deepEqual(paths["/c"]?.["get"]?.["security"], []);
  });

  it("has one authorizer for all routes, and none if no route requires a token", async () => {
    const guarded = await compile({
      "GET /a": lambdaProxy("orders"),
      "GET /b": lambdaProxy("orders"),
    });
    const open = await compile({ "GET /a": lambdaProxy("orders", { auth: "none" }) });

    assert.deepEqual(guarded.components.securitySchemes, {
      cognito: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {
          type: "cognito_user_pools",
          providerARNs: [userPoolArn],
        },
      },
    });
    assert.deepEqual(open.components.securitySchemes, {});
  });

  it("compiles ANY into API Gateway's extension", async () => {
    const { paths } = await compile({ "ANY /{proxy+}": lambdaProxy("catalog") });

    const operation = paths["/{proxy+}"]?.["x-amazon-apigateway-any-method"];
    assert.deepEqual(operation?.["parameters"], [
      { name: "proxy", in: "path", required: true, schema: { type: "string" } },
    ]);
  });

  it("has a preflight only if web pages may call", async () => {
    const { paths } = await compile({ "GET /orders": lambdaProxy("orders") });

    assert.deepEqual(Object.keys(paths["/orders"] ?? {}), ["get"]);
  });

  it("has a preflight for each path, without a token", async () => {
    const { paths } = await compile(
      { "GET /orders": lambdaProxy("orders"), "POST /orders": lambdaProxy("orders") },
      { cors: { allowOrigin: "https://app.example.com" } },
    );

    const preflight = paths["/orders"]?.["options"];
    assert.deepEqual(preflight?.["security"], []);
    const integration = preflight?.["x-amazon-apigateway-integration"] as {
      type: string;
      responses: { default: { responseParameters: Record<string, string> } };
    };
    assert.equal(integration.type, "mock");
    assert.deepEqual(integration.responses.default.responseParameters, {
      "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
      "method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
      "method.response.header.Access-Control-Allow-Headers":
        "'Authorization,Content-Type,X-Correlation-Id'",
      "method.response.header.Access-Control-Max-Age": "'600'",
    });
  });

  // Facts 2.7: headers of signatures and keys.
  it("lets pages send the headers that identify callers, on the paths that need them", async () => {
    const { paths } = await compile(
      {
        "GET /reports": lambdaProxy("orders", { auth: "iam", apiKey: true }),
        "GET /other": lambdaProxy("orders"),
        "POST /closed": lambdaProxy("orders", { auth: "iam", cors: false }),
      },
      {
        cors: { allowOrigin: "https://app.example.com" },
        usagePlans: { gold: {} },
        apiKeys: { acme: { plan: "gold" } },
      },
    );

    const allowed = (path: string) =>
      /Allow-Headers":"'Authorization,Content-Type,X-Correlation-Id(.*?)'"/.exec(
        JSON.stringify(paths[path]?.["options"]),
      )?.[1];
    assert.equal(
      allowed("/reports"),
      ",X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token,X-Api-Key",
    );
    assert.equal(allowed("/other"), "");
    assert.equal(paths["/closed"]?.["options"], undefined);
  });

  it("leaves a path's own OPTIONS route alone", async () => {
    const { paths } = await compile(
      { "OPTIONS /orders": lambdaProxy("orders") },
      { cors: { allowOrigin: "*" } },
    );

    const integration = paths["/orders"]?.["options"]?.["x-amazon-apigateway-integration"];
    assert.equal((integration as { type: string }).type, "aws_proxy");
  });

  it("lets web pages read the gateway's own errors if they may call", async () => {
    const closed = await compile({ "GET /a": lambdaProxy("orders") });
    const open = await compile({ "GET /a": lambdaProxy("orders") }, { cors: { allowOrigin: "*" } });

    const extension = "x-amazon-apigateway-gateway-responses";
    const correlation = { "gatewayresponse.header.X-Correlation-Id": "context.requestId" };
    assert.deepEqual(closed[extension], {
      DEFAULT_4XX: { responseParameters: correlation },
      DEFAULT_5XX: { responseParameters: correlation },
    });
    assert.deepEqual(open[extension], {
      DEFAULT_4XX: {
        responseParameters: {
          ...correlation,
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        },
      },
      DEFAULT_5XX: {
        responseParameters: {
          ...correlation,
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        },
      },
    });
  });

  it("compiles the same routes to the same text", async () => {
    const routes = { "GET /a": lambdaProxy("orders"), "POST /b": lambdaProxy("catalog") };

    assert.equal(JSON.stringify(await compile(routes)), JSON.stringify(await compile(routes)));
  });
});
