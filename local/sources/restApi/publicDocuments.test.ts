import assert from "node:assert/strict";
import type { Resource } from "../../graph/resource.ts";
import { servableApi } from "./servableApi.ts";

const functions = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions";
const invocations = (name: string) =>
  `${functions}/arn:aws:lambda:us-east-1:123456789012:function:${name}/invocations`;
const integrate = (integration: object) => ({ "x-amazon-apigateway-integration": integration });
const proxy = integrate({
  uri: invocations("f"),
  passthroughBehavior: "when_no_match",
  httpMethod: "POST",
  type: "aws_proxy",
});
const mock = integrate({
  responses: { default: { statusCode: 200, responseTemplates: { "application/json": "" } } },
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  passthroughBehavior: "when_no_match",
  type: "mock",
});
const http = integrate({
  responses: { default: { statusCode: "200" } },
  uri: "http://petstore.execute-api.eu-west-1.amazonaws.com/petstore/pets",
  httpMethod: "GET",
  type: "http",
});
const s3 = (uri: string, httpMethod: string) =>
  integrate({
    credentials: "arn:aws:iam::123456789012:role/apigAwsProxyRole",
    responses: { "4\\d{2}": { statusCode: "400" }, default: { statusCode: "200" } },
    requestParameters: { "integration.request.path.bucket": "method.request.path.folder" },
    uri: `arn:aws:apigateway:us-east-1:s3:path/${uri}`,
    httpMethod,
    type: "aws",
  });
const scheme = (authorizer: object | undefined, name = "Authorization", more: object = {}) => ({
  type: "apiKey",
  name,
  in: "header",
  ...(authorizer && { "x-amazon-apigateway-authorizer": authorizer }),
  ...more,
});
const pool = {
  type: "cognito_user_pools",
  providerARNs: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_ABC123"],
};
const folder = { parameters: [{ name: "folder", in: "path", required: true, type: "string" }] };

/**
 * The facts of published documents, each with the routes that are not served and why. The first eight are imported on AWS
 * by LocalStack's tests (`tests/aws/files`).
 */
const documents: Record<string, readonly [document: object, unserved?: Record<string, RegExp>]> = {
  "openapi.spec.global-auth.json": [
    {
      openapi: "3.0.2",
      paths: { "/pets": { get: http }, "/echo/{data}": { "x-amazon-apigateway-any-method": mock } },
      components: {
        schemas: { Empty: { title: "Empty Schema", type: "object" } },
        securitySchemes: {
          GatewayAuthorizer: scheme(
            {
              type: "request",
              authorizerUri: invocations("f"),
              identitySource: "method.request.header.Custom-Authorization",
              authorizerResultTtlInSeconds: 300,
            },
            "X-Api-Key",
            { "x-amazon-apigateway-authtype": "custom" },
          ),
        },
      },
      security: [{ GatewayAuthorizer: [] }],
      "x-amazon-apigateway-api-key-source": "AUTHORIZER",
    },
  ],
  "openapi.cognito-auth.json": [
    {
      openapi: "3.0.1",
      paths: {
        "/default-no-scope": { get: { ...http, security: [{ one: [] }] } },
        "/default-scope-override": { get: { ...http, security: [{ one: ["openid"] }] } },
        "/non-default-authorizer": { get: { ...http, security: [{ two: ["email", "openid"] }] } },
        "/pets": {
          get: integrate({
            type: "HTTP_PROXY",
            httpMethod: "GET",
            uri: "http://a.test/",
            payloadFormatVersion: 1,
          }),
        },
      },
      components: { securitySchemes: { one: scheme(pool), two: scheme(pool, "TestHeaderAuth") } },
      security: [{ one: ["email"] }],
    },
  ],
  "openapi.spec.pulumi.json": [
    {
      swagger: "2.0",
      paths: {
        "/{proxy+}": {
          options: { ...mock, consumes: ["application/json"], security: [{ api_key: [] }] },
        },
        "/just_do_it": { get: { ...proxy, security: [{ Auth0: [] }, { api_key: [] }] } },
      },
      "x-amazon-apigateway-binary-media-types": ["*/*"],
      "x-amazon-apigateway-gateway-responses": {
        UNAUTHORIZED: {
          statusCode: 401,
          responseParameters: {
            "gatewayresponse.header.method.response.header.Access-Control-Allow-Origin": "'*'",
          },
          responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
        },
      },
      "x-amazon-apigateway-api-key-source": "HEADER",
      securityDefinitions: {
        Auth0: scheme(
          {
            type: "token",
            authorizerUri: invocations("f"),
            authorizerCredentials: "",
            identitySource: "",
          },
          "Authorization",
          { "x-amazon-apigateway-authtype": "oauth2" },
        ),
        api_key: scheme(undefined, "x-api-key"),
      },
    },
  ],
  "petstore-authorizer.swagger.json": [
    {
      swagger: "2.0",
      schemes: ["https"],
      paths: {
        "/pets": {
          get: { ...http, security: [{ guard: [] }] },
          post: {
            ...http,
            consumes: ["application/json"],
            parameters: [{ in: "body", name: "NewPet", schema: { $ref: "#/definitions/NewPet" } }],
          },
          options: mock,
        },
      },
      securityDefinitions: {
        guard: scheme({
          type: "token",
          authorizerUri: invocations("f"),
          authorizerCredentials: "arn:aws:iam::123456789012:role/r",
          identityValidationExpression: "^x-[a-z]+",
          authorizerResultTtlInSeconds: 60,
        }),
      },
      definitions: { NewPet: { type: "object", properties: { price: { type: "number" } } } },
      "x-amazon-apigateway-documentation": { version: "v2.1", documentationParts: [] },
    },
  ],
  "swagger-s3-proxy.json": [
    {
      swagger: "2.0",
      basePath: "/S3",
      paths: {
        "/": { get: { ...s3("/", "GET"), security: [{ sigv4: [] }] } },
        "/{folder}": {
          get: { ...folder, ...s3("{bucket}", "GET") },
          put: { ...folder, ...s3("{bucket}", "PUT") },
        },
      },
    },
    { "get /": /undeclared security scheme "sigv4"/ },
  ],
  "openapi.spec.stage-variables.json": [
    {
      openapi: "3.0.1",
      paths: {
        "/path1": {
          get: integrate({
            httpMethod: "POST",
            type: "HTTP_PROXY",
            uri: "http://${stageVariables.url}",
          }),
        },
      },
    },
  ],
  "openapi-method-int.spec.yaml": [{ openapi: "3.0.1", paths: { "/test": { get: mock } } }],
  "openapi.spec.circular-ref-with-request-body.json": [
    {
      openapi: "3.0.2",
      "x-amazon-apigateway-request-validators": { basic: { validateRequestBody: true } },
      "x-amazon-apigateway-request-validator": "basic",
      paths: {
        "/person": {
          post: {
            ...mock,
            requestBody: {
              required: true,
              content: { "application/json": { schema: { $ref: "#/components/schemas/Person" } } },
            },
          },
        },
      },
      components: {
        schemas: {
          Person: { type: "object", properties: { house: { $ref: "#/components/schemas/House" } } },
          House: {
            type: "object",
            properties: {
              kind: { type: "string", format: "byte" },
              contains: {
                type: "array",
                minItems: 1,
                items: { $ref: "#/components/schemas/Person" },
              },
            },
          },
        },
      },
    },
  ],
  "prannoymulmi/aws-localstack openapi.yml.tpl": [
    {
      openapi: "3.0.1",
      paths: { "/authorize": { post: { ...proxy, responses: { 200: { description: "OK" } } } } },
      components: { securitySchemes: { none: { type: "http", scheme: "none" } } },
    },
  ],
  "the pet store of swagger.io, whose schemes AWS knows nothing of": [
    {
      openapi: "3.0.4",
      servers: [{ url: "/api/v3" }],
      paths: {
        "/pet": { put: { ...proxy, security: [{ petstore_auth: ["write:pets"] }] } },
        "/pet/{petId}": { get: { ...proxy, security: [{ api_key: [] }] }, trace: proxy },
        "/store": { get: {} },
      },
      components: {
        securitySchemes: {
          petstore_auth: { type: "oauth2", flows: {} },
          api_key: { type: "apiKey", name: "api_key", in: "header" },
        },
      },
    },
    {
      "put /pet": /authorizer "api_key"/,
      "get /pet/{petId}": /authorizer "api_key"/,
      "trace /pet/{petId}": /not a method of API Gateway/,
      "get /store": /no x-amazon-apigateway-integration/,
    },
  ],
};

describe("published OpenAPI documents", () => {
  for (const [name, [document, expected = {}]] of Object.entries(documents)) {
    it(`are served, or refused by name: ${name}`, () => {
      const unserved: Record<string, string> = {};
      const body = JSON.stringify(document);
      const api = resource("restApi:RestApi", "api", { body });
      const variables = { url: "a.test" };
      const stage = resource("stage:Stage", "stage", {
        restApi: "api",
        stageName: "v1",
        variables,
      });

      servableApi(api, [api, stage], {
        region: "us-east-1",
        onUnserved: (part, reason) => (unserved[part] = reason),
        functionProblem: () => undefined,
      });

      assert.deepEqual(Object.keys(unserved).sort(), Object.keys(expected).sort());
      for (const [part, reason] of Object.entries(expected)) assert.match(unserved[part]!, reason);
    });
  }
});

function resource(kind: string, id: string, outputs: Resource["outputs"]): Resource {
  return { type: `aws:apigateway/${kind}`, name: id, id, inputs: outputs, outputs };
}
