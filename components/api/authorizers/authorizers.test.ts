import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { ComponentArgumentError } from "../../shared/errors.ts";
import { type AuthorizerDefinition, httpProxy, lambdaProxy, RouteError } from "../index.ts";
import { type FlatApiArgs, newApi } from "../testing/newApi.ts";

// A function that there is: what it does is no matter here.
const source = "proxy";

const token: AuthorizerDefinition = { kind: "token", source };

const args: FlatApiArgs = {
  region: "us-east-1",
  title: "Test",
  routes: {
    "GET /a": lambdaProxy("orders", { auth: { authorizer: "partners" } }),
    "GET /b": lambdaProxy("orders", { auth: { authorizer: "partners" } }),
  },
  proxies: {
    orders: { functionName: "orders-proxy", functionArn: "arn:aws:lambda:::function:orders-proxy" },
  },
  userPoolArns: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"],
  authorizers: { partners: token },
};

const record = (more: Partial<FlatApiArgs> = {}) =>
  recordResources(() => newApi("api", { ...args, ...more }), {
    "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
  });

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        security: unknown;
        "x-amazon-apigateway-integration": { requestParameters: Record<string, string> };
      }
    >
  >;
  components: { securitySchemes: Record<string, Record<string, unknown>> };
}

const compile = async (more: Partial<FlatApiArgs> = {}): Promise<Document> => {
  const recorded = await record(more);
  return JSON.parse(recorded.inputs("RestApi", "api")["body"] as string) as Document;
};

describe("a platform's authorizers", () => {
  it("make one function and one permission each, however many routes name them", async () => {
    const without = await record({ routes: { "GET /a": lambdaProxy("orders") } });

    const recorded = await record();

    const { counts } = recorded;
    assert.deepEqual(without.counts["Function"], undefined);
    assert.equal(counts["Function"], 1);
    assert.equal(counts["Permission"], without.counts["Permission"]! + 1);
    assert.equal(recorded.resources.length, without.resources.length + 5);
  });

  it("keep the header that they look at from outside endpoints", async () => {
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

  it("may be invoked by this API's authorizers and by nothing else", async () => {
    const recorded = await record();

    const permission = recorded.inputs("Permission", "api-authorizer-partners");
    assert.deepEqual(permission, {
      action: "lambda:InvokeFunction",
      function: "api-authorizer-partners-name",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:::api/authorizers/*",
    });
  });

  it("stand in the document once, with API Gateway's default time", async () => {
    const { paths, components } = await compile();

    assert.deepEqual(paths["/a"]!["get"]!.security, [{ "partners-authorizer": [] }]);
    assert.deepEqual(paths["/b"]!["get"]!.security, [{ "partners-authorizer": [] }]);
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
      "a token's header, expression and time",
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
      "several things as identity",
      {
        kind: "request",
        source,
        identitySources: ["method.request.header.X-Key", "context.identity.sourceIp"],
      },
      "Unused",
      { identitySource: "method.request.header.X-Key, context.identity.sourceIp" },
    ],
  ] as [string, AuthorizerDefinition, string, Record<string, unknown>][]) {
    it(`say ${name}`, async () => {
      const { components } = await compile({ authorizers: { partners: given } });

      const scheme = components.securitySchemes["partners-authorizer"]!;
      const authorizer = scheme["x-amazon-apigateway-authorizer"] as Record<string, unknown>;
      assert.equal(scheme["name"], header);
      for (const [field, value] of Object.entries(fields)) assert.equal(authorizer[field], value);
    });
  }

  it("guard what says nothing, when they are the default", async () => {
    const { paths, components } = await compile({
      defaultAuth: { authorizer: "partners" },
      routes: {
        "GET /a": lambdaProxy("orders"),
        "GET /b": lambdaProxy("orders", { auth: "none" }),
      },
    });

    assert.deepEqual(paths["/a"]!["get"]!.security, [{ "partners-authorizer": [] }]);
    assert.deepEqual(paths["/b"]!["get"]!.security, []);
    assert.deepEqual(Object.keys(components.securitySchemes), ["partners-authorizer"]);
  });

  it("have to exist", async () => {
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
    ["a.identitySources", { a: { kind: "request", source, identitySources: [] } }],
    [
      "a.identitySources[0]",
      { a: { kind: "request", source, identitySources: ["method.request.path.id"] } },
    ],
  ] as [string, Record<string, AuthorizerDefinition>][]) {
    it(`refuse ${JSON.stringify(given)} for its ${argument}`, async () => {
      await assert.rejects(record({ authorizers: given, routes: {} }), (error: Error) => {
        assert.ok(error instanceof ComponentArgumentError);
        assert.equal(error.argument, `authorizers.${argument}`);
        return true;
      });
    });
  }
});

describe("a route's auth", () => {
  it('"iam" asks for a signature', async () => {
    const { paths, components } = await compile({
      routes: { "GET /a": lambdaProxy("orders", { auth: "iam" }) },
    });

    assert.deepEqual(paths["/a"]!["get"]!.security, [{ iam: [] }]);
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
    it(`${JSON.stringify(auth)} goes with no scopes`, async () => {
      const routes = { "GET /a": lambdaProxy("orders", { auth, scopes: ["orders/read"] }) };

      await assert.rejects(record({ routes }), RouteError);
    });
  }

  it("is one of four", async () => {
    const auth = "Cognito" as "cognito";

    await assert.rejects(record({ routes: { "GET /a": lambdaProxy("orders", { auth }) } }), {
      message: /auth is "Cognito"/,
    });
  });
});
