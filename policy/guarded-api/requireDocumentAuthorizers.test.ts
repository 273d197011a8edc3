import assert from "node:assert/strict";
import { stringify } from "yaml";
import { judge } from "../testing/judge.ts";
import { processorMs } from "../../project/testing/processorTime.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireDocumentAuthorizers as rule } from "./requireDocumentAuthorizers.ts";

const restApi = "aws:apigateway/restApi:RestApi";
const httpApi = "aws:apigatewayv2/api:Api";

const integration = { "x-amazon-apigateway-integration": { type: "aws_proxy", uri: "arn:…" } };
const apiKey = { type: "apiKey", name: "Authorization", in: "header" };
const lambda = (type: string) => ({
  ...apiKey,
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": { type, authorizerUri: "arn:aws:apigateway:…" },
});
const pool = (providerARNs: unknown) => ({
  ...apiKey,
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs },
});
const jwt = (scheme: object, configuration: object) => ({
  ...scheme,
  "x-amazon-apigateway-authorizer": {
    type: "jwt",
    identitySource: "$request.header.Authorization",
    ...configuration,
  },
});

/** Schemes that are authorizers are called `good…`. */
const schemes: Record<string, Record<string, object>> = {
  [restApi]: {
    goodPool: pool(["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_1"]),
    goodToken: lambda("token"),
    goodRequest: lambda("REQUEST"),
    goodIam: { ...apiKey, "x-amazon-apigateway-authtype": "awsSigv4" },
    emptyPool: pool([]),
    bare: apiKey,
    key: { ...apiKey, name: "x-api-key" },
    named: { ...apiKey, "x-amazon-apigateway-authtype": "custom" },
    noFunction: { ...apiKey, "x-amazon-apigateway-authorizer": { type: "token" } },
    bearer: { ...lambda("token"), type: "http", scheme: "bearer" },
    jwt: jwt({ type: "oauth2" }, { jwtConfiguration: { issuer: "https://issuer" } }),
  },
  [httpApi]: {
    goodJwt: jwt({ type: "oauth2" }, { jwtConfiguration: { issuer: "https://issuer" } }),
    goodOidc: jwt({ type: "openIdConnect", openIdConnectUrl: "https://issuer" }, {}),
    goodRequest: lambda("request"),
    goodIam: { ...apiKey, "x-amazon-apigateway-authtype": "AWSSIGV4" },
    oauth: { type: "oauth2", flows: {} },
    noIssuer: jwt({ type: "oauth2" }, {}),
    token: lambda("token"),
    pool: pool(["arn:…"]),
  },
};

const get = (operation: object) => ({ get: { ...integration, ...operation } });
const document = (type: string, paths: object, more: object = {}) => ({
  openapi: "3.0.1",
  paths,
  components: { securitySchemes: schemes[type] },
  ...more,
});
const path = 'body.paths["/orders"].get';
const atSecurity = (cases: Record<string, object>) =>
  Object.fromEntries(
    Object.entries(cases).map(([title, props]) => [title, [props, `${path}.security`] as const]),
  );

describe("require-document-authorizers", () => {
  for (const type of [restApi, "aws:apigateway/restApiPut:RestApiPut", httpApi]) {
    const own = schemes[type] ?? schemes[restApi]!;
    const isGood = (name: string) => name.startsWith("good");
    const good = Object.keys(own).find(isGood)!;
    const text = (paths: object, more: object = {}) =>
      JSON.stringify(document(type, paths, { components: { securitySchemes: own }, ...more }));
    const orders = (operation: object, more?: object) => ({
      body: text({ "/orders": get(operation) }, more),
    });
    const guarded = { security: [{ [good]: [] }] };

    testRule(rule, type, {
      compliant: orders(guarded),
      passing: {
        ...Object.fromEntries(
          Object.keys(own)
            .filter(isGood)
            .map((name) => [`the scheme ${name}`, orders({ security: [{ [name]: ["scope"] }] })]),
        ),
        YAML: { body: stringify(JSON.parse(text({ "/orders": get(guarded) }))) },
        "an object": { body: JSON.parse(text({ "/orders": get(guarded) })) },
        "no document": { body: undefined },
        "no paths": { body: "{}" },
        "IAM by the operation": orders({ "x-amazon-apigateway-auth": { type: "aws_iam" } }),
        "an additional key": orders({ security: [{ key: [], [good]: [] }] }),
        ...(type === httpApi
          ? {
              "an operation without an integration": {
                body: text({ "/orders": { get: { responses: {} } } }),
              },
            }
          : {
              "the authorizer of the whole document": orders({}, guarded),
              "a key besides, as AWS exports it": orders({
                security: [{ key: [] }, { [good]: [] }],
              }),
              "an operation with a separate integration": {
                body: text({ "/orders": { get: guarded } }),
              },
            }),
        "an invalid operation": {
          body: text({ "/orders": { parameters: [integration], summary: "Orders", get: null } }),
        },
        // Source: "Configure CORS for HTTP APIs in API Gateway", API Gateway Developer Guide.
        "a preflight beside a guarded operation": {
          body: text({ "/orders": { options: integration, get: { ...integration, ...guarded } } }),
        },
        "a preflight that API Gateway handles": {
          body: text({
            "/orders": { options: { "x-amazon-apigateway-integration": { type: "MOCK" } } },
          }),
        },
        "schemes of OpenAPI 2": orders(guarded, { components: {}, securityDefinitions: own }),
        "a scheme by reference": orders(
          { security: [{ referred: [] }] },
          {
            components: {
              securitySchemes: {
                ...own,
                referred: { $ref: `#/components/securitySchemes/${good}` },
              },
            },
          },
        ),
      },
      failing: {
        ...Object.fromEntries(
          Object.keys(own)
            .filter((name) => !isGood(name))
            .map((name) => [
              `the scheme ${name}`,
              [orders({ security: [{ [name]: [] }] }), `${path}.security`] as const,
            ]),
        ),
        ...atSecurity({
          "no security": orders({}),
          "no security in YAML": { body: stringify(JSON.parse(text({ "/orders": get({}) }))) },
          "no security in an object": { body: JSON.parse(text({ "/orders": get({}) })) },
          "no authorizer where the document has one": orders({ security: [] }, guarded),
          "no authorizer": orders({ security: [] }),
          "security that is optional": orders({ security: [{}] }),
          "security that is optional at last": orders({ security: [{ [good]: [] }, {}] }),
          "something that is not defined in place of it": orders({
            security: [{ goodbye: [] }, { [good]: [] }],
          }),
          "security of a wrong form": orders({ security: good }),
          "a scheme that is not defined": orders({ security: [{ goodbye: [] }] }),
          ...Object.fromEntries(
            [[{ [good]: [], key: [] }], [{ [good]: [] }, {}], [{ key: [] }]].map((security) => [
              `unclear security of the whole document: ${JSON.stringify(security)}`,
              orders({}, { security }),
            ]),
          ),
        }),
        ...(type === httpApi
          ? {
              "the authorizer of the whole document": [
                orders({}, guarded),
                `${path}.security`,
              ] as const,
              "a key, which no HTTP API has, in place of it": [
                orders({ security: [{ key: [] }, { [good]: [] }] }),
                `${path}.security`,
              ] as const,
            }
          : {
              "an operation that may have a separate integration": [
                { body: text({ "/orders": { get: { responses: {} } } }) },
                `${path}.security`,
              ] as const,
              "no authorizer in place of one": [
                orders({ security: [{ [good]: [] }, { bare: [] }] }),
                `${path}.security`,
              ] as const,
            }),
        "an authorization of none": [
          orders({ ...guarded, "x-amazon-apigateway-auth": { type: "None" } }),
          `${path}.x-amazon-apigateway-auth.type`,
        ],
        "all other methods open": [
          {
            body: text({
              "/{proxy+}": { ...get(guarded), "x-amazon-apigateway-any-method": integration },
            }),
          },
          'body.paths["/{proxy+}"].x-amazon-apigateway-any-method.security',
        ],
        "a preflight that a backend handles": [
          { body: text({ "/orders": { options: integration } }) },
          'body.paths["/orders"].options.security',
        ],
        "a path by reference": [
          { body: text({ "/orders": { $ref: "#/x-items/one" } }, { "x-items": { one: get({}) } }) },
          `${path}.security`,
        ],
      },
      undecided: { "its document": { body: unknown } },
    });

    it(`fails with an invalid document of ${type}`, () => {
      for (const body of ["openapi: 3.0.1\n paths: {", "{", "[]", "orders", "a: *nobody"]) {
        const { violations } = judge(rule, { type, props: { body } });

        assert.match(
          violations[0]?.message ?? "",
          /body is not a valid OpenAPI document in JSON or YAML\./,
        );
      }
    });
  }

  describe("with settings", () => {
    const body = JSON.stringify(
      document(restApi, {
        "/health": get({}),
        "/public/{name}": { ...get({}), post: integration },
        "/orders": {
          ...get({ security: [{ key: [] }] }),
          "x-amazon-apigateway-any-method": integration,
        },
      }),
    );
    const open = (config: object) =>
      judge(rule, { type: restApi, props: { body } }, config).violations.map(
        ({ message }) => /Anyone may call (\S+ [^\s,:]+)/.exec(message)?.[1],
      );

    it("skips public routes", () => {
      assert.deepEqual(open({ publicRoutes: ["GET /health", "* /public/*", "GET /orders"] }), [
        "ANY /orders",
      ]);
      assert.deepEqual(open({ publicRoutes: ["GET /healthy", "GET /public/{name}"] }), [
        "GET /health",
        "POST /public/{name}",
        "GET /orders",
        "ANY /orders",
      ]);
      assert.deepEqual(open({ publicRoutes: ["* *"] }), []);
    });

    it("accepts API keys if configured", () => {
      assert.deepEqual(open({ apiKeys: true, publicRoutes: ["* /[hp]*", "GET /health"] }), [
        "GET /public/{name}",
        "POST /public/{name}",
        "ANY /orders",
      ]);
    });

    it("refuses a route in an invalid form", () => {
      assert.throws(() => open({ publicRoutes: ["get health"] }), /publicRoutes/);
    });
  });

  describe("an HTTP API that is made of a target", () => {
    const open = (props: object, config: object = {}) =>
      judge(rule, { type: httpApi, props: { target: "https://example.com", ...props } }, config);

    it("is open to everyone", () => {
      for (const routeKey of ["GET /orders", undefined]) {
        const [violation] = open({ ...(routeKey && { routeKey }) }).violations;

        assert.ok(violation?.message.includes(`Anyone may call ${routeKey ?? "$default"}: tar`));
      }
      assert.equal(open({ target: unknown }).violations.length, 1);
    });

    it("passes if its route is public", () => {
      assert.deepEqual(open({}, { publicRoutes: ["$default"] }).violations, []);
      assert.notEqual(open({ routeKey: unknown }).undecided, undefined);
    });
  });

  it("reads a thousand routes quickly", async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `/orders/${index}`,
        get({ security: [{ goodPool: [] }], description: "An order ".repeat(100) }),
      ]),
    );
    const body = JSON.stringify(document(restApi, paths));

    const tookMs = await processorMs(() => {
      assert.deepEqual(judge(rule, { type: restApi, props: { body } }).violations, []);
    });

    assert.ok(body.length > 1_000_000 && tookMs < 3_000, `${tookMs} ms`);
  });
});
