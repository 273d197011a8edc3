import assert from "node:assert/strict";
import { stringify } from "yaml";
import { notServed } from "../../gateway/notServed.ts";
import type { OpenApiDocument } from "../../gateway/openapi.ts";
import type { Resource } from "../../graph/resource.ts";
import { servableApi } from "./servableApi.ts";

const at = "arn:aws:apigateway:us-east-1";
const functions = `${at}:lambda:path/2015-03-31/functions`;
const uri = `${functions}/arn:aws:lambda:us-east-1:123456789012:function:f/invocations`;
const integrate = (integration: object) => ({ "x-amazon-apigateway-integration": integration });
const proxy = integrate({ uri, httpMethod: "POST", type: "aws_proxy" });
const credentials = "arn:aws:iam::123456789012:role/r";
const ok = { default: { statusCode: "200" } };
const cors = integrate({
  type: "mock",
  requestTemplates: { "application/json": '{\n "statusCode" : 200\n}' },
  responses: {
    default: {
      statusCode: 200,
      responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" },
    },
  },
});
const swagger = (paths: object, more: object = {}) => ({ swagger: "2.0", paths, ...more });
const openapi = (paths: object, more: object = {}) => ({ openapi: "3.0.1", paths, ...more });
const scheme = (authorizer: object) => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": authorizer,
});
const token = scheme({ type: "token", authorizerUri: uri, authorizerResultTtlInSeconds: 60 });

/** The facts of documents in public repositories and AWS's guides: what they use, with the routes that are not served and why. */
const documents: Record<string, readonly [document: object, unserved?: Record<string, RegExp>]> = {
  "Developer Guide, API with a Lambda function (LambdaCalc)": [
    swagger(
      {
        "/calc": {
          get: {
            "x-amazon-apigateway-request-validator": "query",
            parameters: [{ name: "operand1", in: "query", required: true, type: "string" }],
            ...integrate({
              credentials,
              uri,
              httpMethod: "POST",
              type: "aws",
              responses: {
                default: {
                  statusCode: "200",
                  responseParameters: {
                    "method.response.header.op": "integration.response.body.op",
                  },
                },
              },
              requestTemplates: { "application/json": "{\"a\": $input.params('operand1')}" },
            }),
          },
        },
      },
      {
        "x-amazon-apigateway-request-validators": {
          query: { validateRequestParameters: true, validateRequestBody: false },
        },
      },
    ),
  ],
  "Developer Guide, API with a VPC link from a stage variable": [
    swagger({
      "/": {
        get: integrate({
          type: "http_proxy",
          httpMethod: "GET",
          uri: "http://a.test",
          connectionType: "VPC_LINK",
          connectionId: "${stageVariables.vpcLinkId}",
          responses: ok,
        }),
      },
    }),
  ],
  "pulumi-awsx classic: eventHandler, proxy and static routes": [
    swagger({
      "/": { get: proxy },
      "/p/{proxy+}": {
        "x-amazon-apigateway-any-method": integrate({
          type: "http_proxy",
          httpMethod: "ANY",
          uri: "https://a.test/{proxy}",
          requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
        }),
        parameters: [{ name: "proxy", in: "path", required: true, type: "string" }],
      },
      "/www": {
        get: integrate({
          type: "aws",
          httpMethod: "GET",
          uri: `${at}:s3:path/bucket/a.html`,
          credentials,
          responses: {
            default: {
              statusCode: "200",
              responseParameters: {
                "method.response.header.Content-Type": "integration.response.header.Content-Type",
              },
            },
          },
        }),
      },
    }),
  ],
  "Terraform template: mock for OPTIONS, ANY proxy": [
    openapi({
      "/{proxy+}": {
        options: cors,
        "x-amazon-apigateway-any-method": {
          parameters: [{ name: "proxy", in: "path", required: true }],
          ...proxy,
        },
      },
    }),
  ],
  "Smithy and SAM: the function by Fn::Sub, which CloudFormation resolves": [
    openapi({
      "/hi": {
        get: integrate({ type: "aws_proxy", httpMethod: "POST", uri: { "Fn::Sub": "${F.Arn}" } }),
      },
    }),
    { "get /hi": /uri is not a text, but an object/ },
  ],
  "SAM with a resource policy whose condition is a reference": [
    openapi(
      { "/hi": { get: proxy } },
      {
        "x-amazon-apigateway-policy": {
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: "execute-api:Invoke",
              Resource: "execute-api:/*",
              Condition: { StringEquals: { "aws:SourceVpc": { Ref: "Vpc" } } },
            },
          ],
        },
      },
    ),
    { "get /hi": /resource policy/ },
  ],
  "authorization of type custom with the authorizer's id": [
    openapi({
      "/roles": {
        get: {
          ...proxy,
          "x-amazon-apigateway-auth": { type: "custom", authorizerId: { Ref: "A" } },
        },
      },
    }),
    { "get /roles": /CUSTOM/ },
  ],
  "OpenAPI 3 with Swagger's securityDefinitions": [
    openapi(
      { "/orders": { post: { ...proxy, security: [{ Cognito: [] }] } } },
      { securityDefinitions: { Cognito: token } },
    ),
    { "post /orders": /Cognito/ },
  ],
  "IAM in lower case beside a preflight": [
    swagger({
      "/": {
        "x-amazon-apigateway-any-method": {
          ...proxy,
          "x-amazon-apigateway-auth": { type: "aws_iam" },
        },
        options: cors,
      },
    }),
  ],
  "a token authorizer, also on OPTIONS": [
    swagger(
      {
        "/cars": {
          get: { ...proxy, security: [{ custom: [] }] },
          options: { ...cors, security: [{ custom: [] }] },
        },
      },
      { securityDefinitions: { custom: token } },
    ),
  ],
  "DynamoDB Query with a loop over its items": [
    openapi({
      "/track/{id}": {
        get: {
          parameters: [{ name: "id", in: "path", required: true }],
          ...integrate({
            type: "aws",
            httpMethod: "POST",
            credentials,
            uri: `${at}:dynamodb:action/Query`,
            passthroughBehavior: "when_no_templates",
            requestTemplates: {
              "application/json":
                '{"TableName": "t", "ExpressionAttributeValues": {":v": {"S": "$input.params(\'id\')"}}}',
            },
            responses: {
              default: {
                statusCode: "200",
                responseTemplates: {
                  "application/json":
                    "#set($root = $input.path('$'))[#foreach($item in $root.Items)$item#if($foreach.hasNext),#end#end]",
                },
              },
            },
          }),
        },
      },
    }),
  ],
  "an HTTP API's document, imported as REST": [
    openapi(
      {
        "/hello": {
          "x-amazon-apigateway-any-method": integrate({
            payloadFormatVersion: "2.0",
            type: "aws_proxy",
            httpMethod: "POST",
            uri,
            connectionType: "INTERNET",
          }),
        },
      },
      { "x-amazon-apigateway-cors": { allowOrigins: ["*"] } },
    ),
  ],
  "an HTTP API's JWT authorizer, imported as REST": [
    openapi(
      { "/me": { get: { ...proxy, security: [{ jwt: ["a"] }] } } },
      {
        components: {
          securitySchemes: {
            jwt: {
              type: "oauth2",
              "x-amazon-apigateway-authorizer": {
                type: "jwt",
                identitySource: "$request.header.Authorization",
                jwtConfiguration: { issuer: "https://a.test", audience: ["a"] },
              },
            },
          },
        },
      },
    ),
    { "get /me": /jwt/i },
  ],
  "plain OpenAPI without extensions": [
    openapi({ "/pets": { get: { responses: { 200: { description: "ok" } } } } }),
    { "get /pets": /has no x-amazon-apigateway-integration/ },
  ],
};

const resource = (type: string, id: string, outputs: object): Resource => ({
  type: `aws:apigateway/${type}`,
  name: id,
  id,
  inputs: {},
  outputs: { ...outputs },
});
const stage = resource("stage:Stage", "stage", { restApi: "api", stageName: "v1" });

// It proves what is served and what is named, not how the routes respond.
describe("documents of public repositories", () => {
  for (const [title, [document, unserved = {}]] of Object.entries(documents)) {
    for (const body of [JSON.stringify(document), stringify(document)]) {
      it(`${title}, as ${body.startsWith("{") ? "JSON" : "YAML"}`, () => {
        const api = resource("restApi:RestApi", "api", { body });
        const served = servableApi(api, [api, stage], {
          region: "us-east-1",
          onUnserved: () => {},
          functionProblem: () => undefined,
        });

        const { paths } = JSON.parse(String(served.outputs["body"])) as OpenApiDocument;
        const found = Object.entries(paths!).flatMap(([path, item]) =>
          Object.entries(item).flatMap(([key, { [notServed]: reason }]) =>
            reason === undefined ? [] : [[`${key} ${path}`, reason] as const],
          ),
        );
        assert.deepEqual(
          found.map(([route]) => route),
          Object.keys(unserved),
        );
        for (const [route, reason] of found) assert.match(reason, unserved[route]!);
      });
    }
  }
});
