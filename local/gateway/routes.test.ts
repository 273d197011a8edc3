import assert from "node:assert/strict";
import { NotServedError, RestApiDefinitionError } from "./errors.ts";
import type { RestApiModel } from "./model.ts";
import type { OpenApiDocument, Operation } from "./openapi.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  lambdaIntegration,
  serve,
} from "./testing/gateway.ts";

const load = (document: OpenApiDocument, stage: Partial<RestApiModel["stage"]> = {}) =>
  serve(createModel(document, stage)).then((gateway) => gateway.close({ graceMs: 0 }));

const withGet = (operation: Operation, rest: OpenApiDocument = {}): OpenApiDocument => ({
  paths: { "/orders": { get: operation } },
  ...rest,
});
const integration = (definition: object) =>
  withGet({ "x-amazon-apigateway-integration": { ...lambdaIntegration, ...definition } });
const guarded = (scheme: object) =>
  withGet(lambda({ security: [{ guard: [] }] }), {
    components: {
      securitySchemes: { guard: { type: "apiKey", name: "x", in: "header", ...scheme } },
    },
  });

describe("a stage that cannot be served", () => {
  const notServed: [feature: string, kind: string, document: OpenApiDocument][] = [
    ["integration", "firehose", integration({ type: "FIREHOSE" })],
    ["integration", "none", integration({ type: undefined })],
    ["authorizer", "jwt", guarded({ "x-amazon-apigateway-authorizer": { type: "jwt" } })],
    ["authorizer", "api_key", guarded({})],
    ["authorizer", "CUSTOM", withGet(lambda({ "x-amazon-apigateway-auth": { type: "CUSTOM" } }))],
  ];
  for (const [feature, kind, document] of notServed) {
    it(`names the route and its ${feature} "${kind}"`, async () => {
      await assert.rejects(load(document), (error: unknown) => {
        assert.ok(error instanceof NotServedError);
        assert.deepEqual([error.route, error.feature, error.kind], ["GET /orders", feature, kind]);
        assert.match(error.message, /^GET \/orders: /);
        return true;
      });
    });
  }

  it("rejects a resource policy with an unsupported condition", async () => {
    const Condition = { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } };
    const Statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", Condition };

    await assert.rejects(load({ "x-amazon-apigateway-policy": { Statement } }), {
      name: "RestApiDefinitionError",
      message:
        /^REST API "shop": its resource policy: the condition key aws:CurrentTime is not supported/,
    });
  });

  it("rejects an API key scheme with another header, which API Gateway ignores", async () => {
    const { securitySchemes } = cognitoComponents();
    const key = { type: "apiKey", name: "x-partner-key", in: "header" };
    const document = withGet(lambda({ security: [{ pool: [], key: [] }] }), {
      components: { securitySchemes: { ...securitySchemes, key } },
    });

    await assert.rejects(load(document), /does not support authorizer "api_key"/);
  });

  const pool = {
    "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: ["arn"] },
  };
  const wrong: [title: string, document: OpenApiDocument][] = [
    ["an operation without integration", withGet({})],
    [
      "a request validator that is not declared",
      withGet(lambda({ "x-amazon-apigateway-request-validator": "all" })),
    ],
    ["a security scheme that is not declared", withGet(lambda({ security: [{ none: [] }] }))],
    [
      "a Lambda integration without a function",
      integration({ uri: "arn:aws:apigateway:eu-west-1:firehose:action/PutRecord" }),
    ],
    ["an authorizer with an invalid pool", guarded(pool)],
    [
      "an authorizer without pools",
      guarded({ "x-amazon-apigateway-authorizer": { type: "cognito_user_pools" } }),
    ],
  ];
  for (const [title, document] of wrong) {
    it(`rejects ${title}`, async () => {
      await assert.rejects(load(document), RestApiDefinitionError);
    });
  }

  it("rejects a method setting of an unknown route", async () => {
    const throttles = { everyMethod: {}, methods: new Map([["POST /orders", { burst: 1 }]]) };

    await assert.rejects(load(withGet(lambda()), { throttles }), RestApiDefinitionError);
  });
});
