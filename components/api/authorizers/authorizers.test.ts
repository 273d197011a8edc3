import assert from "node:assert/strict";
import { ComponentArgumentError } from "../../shared/errors.ts";
import { type AuthorizerDefinition, httpProxy, lambdaProxy, RouteError } from "../index.ts";
import { documentIn, type FlatApiArgs, recordApi } from "../testing/recordApi.ts";

// An existing function's folder.
const source = "proxy";

const token: AuthorizerDefinition = { kind: "token", source };

const asPartner = lambdaProxy("orders", { auth: { authorizer: "partners" } });

const record = (more: Partial<FlatApiArgs> = {}) =>
  recordApi({
    routes: { "GET /a": asPartner, "GET /b": asPartner },
    authorizers: { partners: token },
    ...more,
  });

const compile = async (more: Partial<FlatApiArgs> = {}) => documentIn(await record(more));

describe("a platform's authorizers", () => {
  it("have one function and one permission each, even if several routes use them", async () => {
    const without = await record({ routes: { "GET /a": lambdaProxy("orders") } });

    const recorded = await record();

    const { counts } = recorded;
    assert.deepEqual(without.counts["Function"], undefined);
    assert.equal(counts["Function"], 1);
    assert.equal(counts["Permission"], without.counts["Permission"]! + 1);
    assert.equal(recorded.resources.length, without.resources.length + 5);
  });

  it("do not pass their header to outside endpoints", async () => {
    const { paths } = await compile({
      authorizers: { partners: { ...token, header: "X-Partner-Key" } },
      routes: {
        "GET /a": httpProxy("https://a.example.com/", { auth: { authorizer: "partners" } }),
        "GET /b": httpProxy("https://b.example.com/", { auth: "none" }),
      },
    });

    for (const path of ["/a", "/b"]) {
      const { requestParameters } = paths[path]!["get"]!["x-amazon-apigateway-integration"];
      assert.equal(requestParameters["integration.request.header.X-Partner-Key"], "'none'");
    }
  });

  it("can only be invoked by this API's authorizers", async () => {
    const recorded = await record();

    const permission = recorded.inputs("Permission", "api-authorizer-partners");
    assert.deepEqual(permission, {
      action: "lambda:InvokeFunction",
      function: "api-authorizer-partners-name",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:::api/authorizers/*",
    });
  });

  it("are in the document once, with API Gateway's default TTL", async () => {
    const { paths, components } = await compile();

    assert.deepEqual(paths["/a"]!["get"]!["security"], [{ "partners-authorizer": [] }]);
    assert.deepEqual(paths["/b"]!["get"]!["security"], [{ "partners-authorizer": [] }]);
    assert.deepEqual(components.securitySchemes, {
      "partners-authorizer": {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "token",
          authorizerUri:
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" +
            "arn:aws:test:::aws:lambda/function:Function/api-authorizer-partners/invocations",
          authorizerResultTtlInSeconds: 300,
        },
      },
    });
  });

  for (const [name, given, header, fields] of [
    [
      "a token's header, expression and TTL",
      { ...token, header: "X-Key", identityValidationExpression: "k-.+", ttlSeconds: 0 },
      "X-Key",
      { type: "token", identityValidationExpression: "k-.+", authorizerResultTtlInSeconds: 0 },
    ],
    [
      "one header as identity",
      { kind: "request", source, identitySources: ["method.request.header.X-Key"] },
      "X-Key",
      { type: "request", identitySource: "method.request.header.X-Key" },
    ],
    [
      "several sources as identity",
      {
        kind: "request",
        source,
        identitySources: ["method.request.header.X-Key", "context.identity.sourceIp"],
      },
      "Unused",
      { identitySource: "method.request.header.X-Key, context.identity.sourceIp" },
    ],
  ] as [string, AuthorizerDefinition, string, Record<string, unknown>][]) {
    it(`have ${name} in the document`, async () => {
      const { components } = await compile({ authorizers: { partners: given } });

      const scheme = components.securitySchemes["partners-authorizer"]!;
      const authorizer = scheme["x-amazon-apigateway-authorizer"] as Record<string, unknown>;
      assert.equal(scheme["name"], header);
      for (const [field, value] of Object.entries(fields)) assert.equal(authorizer[field], value);
    });
  }

  it("guard routes without auth if they are the default", async () => {
    const { paths, components } = await compile({
      defaultAuth: { authorizer: "partners" },
      routes: {
        "GET /a": lambdaProxy("orders"),
        "GET /b": lambdaProxy("orders", { auth: "none" }),
      },
    });

    assert.deepEqual(paths["/a"]!["get"]!["security"], [{ "partners-authorizer": [] }]);
    assert.deepEqual(paths["/b"]!["get"]!["security"], []);
    assert.deepEqual(Object.keys(components.securitySchemes), ["partners-authorizer"]);
  });

  it("must exist", async () => {
    const routes = { "GET /a": lambdaProxy("orders", { auth: { authorizer: "strangers" } }) };

    await assert.rejects(record({ routes }), (error: Error) => {
      assert.ok(error instanceof RouteError);
      assert.match(error.message, /no authorizer "strangers".*use one of: partners/);
      return true;
    });
  });

  for (const [argument, given] of [
    ["1", { "1": token }],
    ["a.kind", { a: { source } as unknown as AuthorizerDefinition }],
    ["a.ttlSeconds", { a: { ...token, ttlSeconds: 3601 } }],
    ["a.ttlSeconds", { a: { ...token, ttlSeconds: 0.5 } }],
    ["a.timeoutSeconds", { a: { ...token, timeoutSeconds: 30 } }],
    ["a.header", { a: { ...token, header: "X Key" } }],
    ["a.identityValidationExpression", { a: { ...token, identityValidationExpression: "(" } }],
    ["a.identityValidationExpression", { a: { ...token, identityValidationExpression: "" } }],
    ["a.identitySources", { a: { kind: "request", source, identitySources: [] } }],
    [
      "a.identitySources[0]",
      { a: { kind: "request", source, identitySources: ["method.request.path.id"] } },
    ],
  ] as [string, Record<string, AuthorizerDefinition>][]) {
    it(`refuse ${JSON.stringify(given)} because of its ${argument}`, async () => {
      await assert.rejects(record({ authorizers: given, routes: {} }), (error: Error) => {
        assert.ok(error instanceof ComponentArgumentError);
        assert.equal(error.argument, `authorizers.${argument}`);
        return true;
      });
    });
  }
});

describe("a route's auth", () => {
  it('"iam" requires a signature', async () => {
    const { paths, components } = await compile({
      routes: { "GET /a": lambdaProxy("orders", { auth: "iam" }) },
    });

    assert.deepEqual(paths["/a"]!["get"]!["security"], [{ iam: [] }]);
    assert.deepEqual(components.securitySchemes, {
      iam: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "awsSigv4",
      },
    });
  });

  for (const auth of ["iam", "none", { authorizer: "partners" }] as const) {
    it(`${JSON.stringify(auth)} refuses scopes`, async () => {
      const routes = { "GET /a": lambdaProxy("orders", { auth, scopes: ["orders/read"] }) };

      await assert.rejects(record({ routes }), RouteError);
    });
  }

  it("refuses other values", async () => {
    const auth = "Cognito" as "cognito";

    await assert.rejects(record({ routes: { "GET /a": lambdaProxy("orders", { auth }) } }), {
      message: /auth is "Cognito"/,
    });
  });
});
