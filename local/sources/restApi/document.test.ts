import assert from "node:assert/strict";
import type { Properties, Resource } from "../../graph/resource.ts";
import type { OpenApiDocument } from "../../gateway/openapi.ts";
import { deployedStages } from "./deployedStages.ts";
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

  it("has a method's models, parameters and validator", () => {
    const model = (name: string, schema: string) => resource("model:Model", name, { name, schema });
    const document = openApiOf([
      method("root", "POST", {
        requestModels: { "application/json": "Order", "text/json": "Empty" },
        requestParameters: {
          "method.request.querystring.dry": true,
          "method.request.header.X-Tenant": false,
          "method.request.path.id": true,
        },
        requestValidatorId: "v1",
      }),
      model("Order", '{"$ref":"https://apigateway.amazonaws.com/restapis/api/models/Item"}'),
      model("Item", '{"type":"string"}'),
      model("Broken", "{"),
      resource("requestValidator:RequestValidator", "v1", { validateRequestBody: true }),
    ]);

    const operation = document?.paths?.["/"]?.["post"];
    const { schemas } = document?.components ?? {};
    assert.deepEqual(Object.keys(operation?.requestBody?.content ?? {}), [
      "application/json",
      "text/json",
    ]);
    assert.deepEqual(operation?.parameters, [
      { name: "dry", in: "query", required: true },
      { name: "X-Tenant", in: "header", required: false },
      { name: "id", in: "path", required: true },
    ]);
    assert.deepEqual(schemas?.["Order"], { $ref: "#/components/schemas/Item" });
    assert.deepEqual(Object.keys(schemas ?? {}), ["Empty", "Error", "Order", "Item"]);
    assert.equal(
      document?.["x-amazon-apigateway-request-validators"]?.["v1"]?.validateRequestBody,
      true,
    );
  });

  it("completes a body, whose security does not open or guard separate methods", () => {
    const body: OpenApiDocument = {
      paths: { "/": { get: {} }, "/orders/{id}": { get: { security: [] }, put: {} } },
      security: [{ users: [] }],
      components: { securitySchemes: { users: { type: "apiKey" } } },
    };
    const integration = resource("integration:Integration", "i", {
      resourceId: "orders",
      httpMethod: "PUT",
      type: "MOCK",
    });

    const document = openApiOf([orders, method("orders", "POST"), integration], body);

    const item = document?.paths?.["/orders/{id}"];
    assert.deepEqual(document?.security, []);
    assert.deepEqual(document.paths?.["/"]?.["get"], { security: [{ users: [] }] });
    assert.deepEqual(item?.["post"], open);
    assert.equal(item["put"]?.["x-amazon-apigateway-integration"]?.type, "mock");
    assert.deepEqual(item["put"].security, [{ users: [] }]);
    assert.match(item["get"]?.["x-palisade-not-served"] ?? "", /no authorizer of its own/);
  });

  it("names methods and integrations whose place the exports lack", () => {
    const unplaced: string[] = [];
    const integration = resource("integration:Integration", "alone", {
      resourceId: "orders",
      httpMethod: "GET",
    });

    documentOf(api, undefined, [orders, method("lost", "GET"), integration], ({ name }, reason) =>
      unplaced.push(`${name}: ${reason}`),
    );

    assert.deepEqual(unplaced, [
      "lost-GET: its resource is not in the exports",
      "alone: its method is not in the exports",
    ]);
  });

  it("knows the root by the resources below it", () => {
    const apiWithoutRoot = { ...api, outputs: {} };
    const below = resource("resource:Resource", "a", { path: "/a", parentId: "root" });

    const document = documentOf(apiWithoutRoot, undefined, [below, method("root", "GET")], () =>
      assert.fail(),
    );

    assert.deepEqual(Object.keys(document?.paths ?? {}), ["/"]);
  });
});

describe("the stages that deployments make", () => {
  const deployment = (id: string, stageName: string) =>
    resource("deployment:Deployment", id, {
      stageName,
      variables: { a: "1" },
      executionArn: "arn:aws:execute-api:us-east-1:123456789012:api/v1",
    });

  it("are those with a name, the last of each, that no resource declares", () => {
    const declared = resource("stage:Stage", "s", { stageName: "v2" });

    const stages = deployedStages([
      declared,
      deployment("d1", "v1"),
      deployment("d2", "v1"),
      deployment("d3", "v2"),
      deployment("d4", ""),
    ]);

    assert.deepEqual(
      stages.map(({ outputs }) => outputs),
      [
        {
          restApi: "api",
          stageName: "v1",
          variables: { a: "1" },
          arn: "arn:aws:apigateway:us-east-1::/restapis/api/stages/v1",
          deployment: "d2",
        },
      ],
    );
  });
});
