import assert from "node:assert/strict";
import type { Properties, Resource } from "../../graph/resource.ts";
import type { OpenApiDocument } from "../../gateway/openapi.ts";
import { documentOf } from "./document.ts";
import { apiKey } from "./schemes.ts";

const resource = (type: string, id: string, outputs: Properties): Resource => ({
  type: `aws:apigateway/${type}`,
  name: id,
  id,
  inputs: {},
  outputs: { restApi: "api", ...outputs },
});

const api = resource("restApi:RestApi", "api", { rootResourceId: "root" });
const orders = resource("resource:Resource", "orders", { path: "/orders/{id}" });
const method = (resourceId: string, httpMethod: string, more: Properties = {}) =>
  resource("method:Method", `${resourceId}-${httpMethod}`, {
    resourceId,
    httpMethod,
    authorization: "NONE",
    ...more,
  });

const openApiOf = (resources: Resource[], base?: OpenApiDocument) =>
  documentOf(api, base, resources, ({ name }, reason) => assert.fail(`${name}: ${reason}`));

const open = { security: [], "x-amazon-apigateway-auth": { type: "NONE" } };

describe("the document of a REST API made of resources", () => {
  it("is undefined for an API without methods", () => {
    const ofAnother = method("root", "GET", { restApi: "another" });

    assert.equal(openApiOf([api, orders, ofAnother]), undefined);
  });

  it("has each method under its resource's path", () => {
    const document = openApiOf([orders, method("root", "GET"), method("orders", "ANY")]);

    assert.deepEqual(document?.paths, {
      "/": { get: open },
      "/orders/{id}": { "x-amazon-apigateway-any-method": open },
    });
  });

  it("has a method's integration with its responses", () => {
    const key = { resourceId: "root", httpMethod: "GET" };
    const requestTemplates = { "application/json": '{"statusCode": 200}' };

    const document = openApiOf([
      method("root", "GET"),
      resource("integration:Integration", "i", {
        ...key,
        type: "MOCK",
        requestTemplates,
        timeoutMilliseconds: 5_000,
      }),
      resource("integrationResponse:IntegrationResponse", "ok", { ...key, statusCode: "200" }),
      resource("integrationResponse:IntegrationResponse", "bad", {
        ...key,
        statusCode: "400",
        selectionPattern: "4\\d\\d",
      }),
    ]);

    const integration = document?.paths?.["/"]?.["get"]?.["x-amazon-apigateway-integration"];
    assert.equal(integration?.type, "mock");
    assert.deepEqual(integration.requestTemplates, requestTemplates);
    assert.equal(integration.timeoutInMillis, 5_000);
    assert.equal(integration.responses?.["default"]?.statusCode, "200");
    assert.equal(integration.responses["4\\d\\d"]?.statusCode, "400");
  });

  it("has a method's authorizer, scopes and API key", () => {
    const document = openApiOf([
      resource("authorizer:Authorizer", "users", {
        type: "COGNITO_USER_POOLS",
        identitySource: "method.request.header.X-Token",
        providerArns: ["arn:pool"],
        authorizerResultTtlInSeconds: 60,
      }),
      method("root", "GET", {
        authorization: "COGNITO_USER_POOLS",
        authorizerId: "users",
        authorizationScopes: ["orders/read"],
        apiKeyRequired: true,
      }),
    ]);

    const { security } = document?.paths?.["/"]?.["get"] ?? {};
    const scheme = document?.components?.securitySchemes?.["users"];
    assert.deepEqual(security, [{ users: ["orders/read"] }, { [apiKey]: [] }]);
    assert.equal(scheme?.name, "X-Token");
    const authorizer = scheme["x-amazon-apigateway-authorizer"];
    assert.equal(authorizer?.type, "cognito_user_pools");
    assert.deepEqual(authorizer.providerARNs, ["arn:pool"]);
    assert.equal(authorizer.authorizerResultTtlInSeconds, 60);
  });

  it("keeps authorization types and validators that are not authorizers", () => {
    const iam = method("root", "GET", { authorization: "AWS_IAM", requestValidatorId: "v" });

    const operation = openApiOf([iam])?.paths?.["/"]?.["get"];

    assert.deepEqual(operation?.["x-amazon-apigateway-auth"], { type: "AWS_IAM" });
    assert.equal(operation["x-amazon-apigateway-request-validator"], "v");
  });

  it("has the API's own gateway responses", () => {
    const response = resource("response:Response", "r", {
      restApi: undefined,
      restApiId: "api",
      responseType: "UNAUTHORIZED",
      statusCode: "401",
    });

    const responses = openApiOf([method("root", "GET"), response])?.[
      "x-amazon-apigateway-gateway-responses"
    ];

    assert.equal(responses?.["UNAUTHORIZED"]?.statusCode, "401");
  });
});
