import { resource } from "../foreignExport.ts";

const account = "111122223333";
const region = "us-east-1";
const api = "res0urces1";
/** A key for this API and for that of the component. */
export const apiKeyValue = "a-value-of-an-api-key-0001";
const invocation = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/` +
  `arn:aws:lambda:${region}:${account}:function:${name}/invocations`;

const part = (kind: string, name: string, id: string, outputs: object) =>
  resource(`aws:apigateway/${kind}`, name, {
    id,
    inputs: {},
    outputs: { restApi: api, ...outputs },
  });

/** What the provider writes for a method besides what a program sets: null, and its defaults. */
const unsetMethod = {
  apiKeyRequired: false,
  authorization: "NONE",
  authorizationScopes: null,
  authorizerId: null,
  operationName: null,
  requestModels: null,
  requestParameters: null,
  requestValidatorId: null,
};
const unsetIntegration = {
  cacheKeyParameters: null,
  connectionId: null,
  connectionType: "INTERNET",
  contentHandling: "",
  credentials: null,
  integrationTarget: null,
  requestParameters: null,
  requestTemplates: null,
  responseTransferMode: null,
  timeoutMilliseconds: 29_000,
  tlsConfig: null,
};

const echo = {
  type: "AWS_PROXY",
  integrationHttpMethod: "POST",
  uri: invocation("echo-dad99b8"),
  passthroughBehavior: "WHEN_NO_MATCH",
};

const route = (
  resourceId: string,
  httpMethod: string,
  method: object,
  integration: object = echo,
) => {
  const place = { resourceId, httpMethod };
  const name = `${resourceId}-${httpMethod}`;
  return [
    part("method:Method", name, `agm-${name}`, { ...unsetMethod, ...place, ...method }),
    part("integration:Integration", name, `agi-${name}`, {
      ...unsetIntegration,
      cacheNamespace: resourceId,
      ...place,
      ...integration,
    }),
  ];
};

const at = (id: string, path: string) =>
  part("resource:Resource", id, id, { path, pathPart: path.split("/").at(-1), parentId: "r00t" });

const notFound = (responseType: string) =>
  part("response:Response", responseType, `aggr-${responseType}`, {
    restApi: undefined,
    restApiId: api,
    responseType,
    statusCode: "404",
    responseParameters: null,
    responseTemplates: { "application/json": '{"message": "404 Not found" }' },
  });

/**
 * The API of `awsApiGatewayComponent.json`, made resource by resource in another stack, as version 6 of the provider writes
 * it: its deployment makes the stage. It calls the functions of that export, and trusts its pool.
 */
export const resourceApi = {
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:prod::pieces::pulumi:pulumi:Stack::pieces-prod",
        custom: false,
        type: "pulumi:pulumi:Stack",
        outputs: {},
      },
      resource("pulumi:providers:aws", "default_6_83_0", { id: "7c2", inputs: { region } }),
      resource("aws:apigateway/restApi:RestApi", "pieces", {
        id: api,
        inputs: {},
        outputs: {
          arn: `arn:aws:apigateway:${region}::/restapis/${api}`,
          apiKeySource: "HEADER",
          binaryMediaTypes: ["*/*"],
          body: null,
          description: "",
          disableExecuteApiEndpoint: false,
          endpointConfiguration: { types: "EDGE", vpcEndpointIds: [] },
          executionArn: `arn:aws:execute-api:${region}:${account}:${api}`,
          failOnWarnings: null,
          minimumCompressionSize: "",
          name: "pieces",
          parameters: null,
          policy: "",
          putRestApiMode: null,
          rootResourceId: "r00t",
        },
      }),
      resource("aws:lambda/permission:Permission", "pieces", {
        id: "pieces",
        inputs: {
          action: "lambda:InvokeFunction",
          function: "echo-dad99b8",
          principal: "apigateway.amazonaws.com",
          sourceArn: `arn:aws:execute-api:${region}:${account}:${api}/*/*`,
        },
        outputs: {},
      }),
      at("0rders", "/orders"),
      at("keyed1", "/keyed"),
      at("guard1", "/guarded"),
      at("mine01", "/mine"),
      at("proxy1", "/any/{proxy+}"),
      ...route("r00t", "GET", {}),
      ...route("0rders", "POST", {
        requestValidatorId: "va1id8",
        requestModels: { "application/json": "Order" },
        requestParameters: { "method.request.querystring.dry": false },
      }),
      ...route("keyed1", "GET", { apiKeyRequired: true }),
      ...route("guard1", "GET", { authorization: "CUSTOM", authorizerId: "gu4rd1" }),
      ...route("mine01", "GET", { authorization: "COGNITO_USER_POOLS", authorizerId: "us3rs1" }),
      ...route("proxy1", "ANY", {}),
      ...route("proxy1", "DELETE", {}, { ...echo, uri: invocation("elsewhere") }),
      part("requestValidator:RequestValidator", "all", "va1id8", {
        name: "all",
        validateRequestBody: true,
        validateRequestParameters: true,
      }),
      part("model:Model", "Order", "m0del1", {
        name: "Order",
        contentType: "application/json",
        description: null,
        schema: JSON.stringify({
          type: "object",
          properties: {
            item: { $ref: `https://apigateway.amazonaws.com/restapis/${api}/models/Item` },
          },
        }),
      }),
      part("model:Model", "Item", "m0del2", {
        name: "Item",
        contentType: "application/json",
        schema: '{"type":"string"}',
      }),
      part("authorizer:Authorizer", "guard", "gu4rd1", {
        name: "guard",
        type: "REQUEST",
        authorizerCredentials: `arn:aws:iam::${account}:role/guard-authorizer-role-a880c21`,
        authorizerResultTtlInSeconds: 300,
        authorizerUri: invocation("auth-9fdcbf0"),
        identitySource: "method.request.header.Authorization",
        identityValidationExpression: null,
        providerArns: null,
      }),
      part("authorizer:Authorizer", "users", "us3rs1", {
        name: "users",
        type: "COGNITO_USER_POOLS",
        authorizerCredentials: null,
        authorizerResultTtlInSeconds: 300,
        authorizerUri: null,
        identitySource: "method.request.header.Authorization",
        identityValidationExpression: null,
        providerArns: [`arn:aws:cognito-idp:${region}:${account}:userpool/us-east-1_H0xEueDL3`],
      }),
      notFound("MISSING_AUTHENTICATION_TOKEN"),
      notFound("ACCESS_DENIED"),
      resource("aws:cognito/userPoolClient:UserPoolClient", "app", {
        id: "5c1ient",
        inputs: {
          name: "app",
          userPoolId: "us-east-1_H0xEueDL3",
          explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        },
        outputs: { name: "app", userPoolId: "us-east-1_H0xEueDL3" },
      }),
      resource("aws:apigateway/apiKey:ApiKey", "acme", {
        id: "k3y0000001",
        inputs: {},
        outputs: { name: "acme", enabled: true, value: apiKeyValue, customerId: "" },
      }),
      resource("aws:apigateway/usagePlan:UsagePlan", "free", {
        id: "p1an01",
        inputs: {},
        outputs: {
          name: "free",
          apiStages: [
            { apiId: api, stage: "stage", throttles: null },
            { apiId: "1ad361b81a", stage: "stage", throttles: null },
          ],
          quotaSettings: null,
          throttleSettings: null,
        },
      }),
      resource("aws:apigateway/usagePlanKey:UsagePlanKey", "acme", {
        id: "k3y0000001",
        inputs: {},
        outputs: { keyId: "k3y0000001", keyType: "API_KEY", usagePlanId: "p1an01" },
      }),
      part("documentationPart:DocumentationPart", "orders", "d0c001", { restApiId: api }),
      part("deployment:Deployment", "pieces", "dep10y", {
        canarySettings: null,
        executionArn: `arn:aws:execute-api:${region}:${account}:${api}/stage`,
        stageName: "stage",
        variables: null,
      }),
      part("methodSettings:MethodSettings", "orders", "set1", {
        stageName: "stage",
        methodPath: "orders/POST",
        settings: { throttlingRateLimit: -1, throttlingBurstLimit: -1, cachingEnabled: null },
      }),
      part("methodSettings:MethodSettings", "gone", "set2", {
        stageName: "stage",
        methodPath: "gone/GET",
        settings: { throttlingRateLimit: 1 },
      }),
      resource("aws:apigatewayv2/api:Api", "events", { id: "v2", outputs: {} }),
    ],
  },
};
