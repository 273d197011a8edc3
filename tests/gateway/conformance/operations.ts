import type {
  AuthorizerDefinition,
  IntegrationDefinition,
  Operation,
  SecurityScheme,
} from "../../../local/gateway/openapi.ts";
import { functionArn, lambda } from "../../../local/gateway/testing/gateway.ts";

export { lambda };

/** An operation with this integration. */
export const integration = (
  definition: IntegrationDefinition,
  operation: Operation = {},
): Operation => ({ "x-amazon-apigateway-integration": definition, ...operation });

/** Passes the request to the HTTP endpoint, by default at `/at`. */
export const httpProxy = (definition: IntegrationDefinition = {}, operation?: Operation) =>
  integration(
    { type: "http_proxy", httpMethod: "ANY", uri: "http://backend/at", ...definition },
    operation,
  );

/** Calls the HTTP endpoint; its responses are returned unchanged. */
export const http = (definition: IntegrationDefinition = {}, operation?: Operation) =>
  integration(
    {
      type: "http",
      httpMethod: "POST",
      uri: "http://backend/at",
      responses: { default: { statusCode: "200" } },
      ...definition,
    },
    operation,
  );

/** Calls the HTTP endpoint with a rendered request template. */
export const echo = (template: string, definition: IntegrationDefinition = {}) =>
  http({ requestTemplates: { "application/json": template }, ...definition });

/** A mock whose request template renders the status 200, and whose response template is given. */
export const mock = (
  template = "",
  definition: IntegrationDefinition = {},
  operation?: Operation,
) =>
  integration(
    {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: {
        default: { statusCode: "200", responseTemplates: { "application/json": template } },
      },
      ...definition,
    },
    operation,
  );

export const role = "arn:aws:iam::123456789012:role/service";

/** Calls an AWS service, such as `sqs:path/123456789012/jobs`. */
export const service = (address: string, definition: IntegrationDefinition = {}) =>
  integration({
    type: "aws",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:eu-west-1:${address}`,
    credentials: role,
    responses: { default: { statusCode: "200" } },
    ...definition,
  });

/** A function that streams. */
export const streaming = (definition: IntegrationDefinition = {}) =>
  integration({
    type: "aws_proxy",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`,
    responseTransferMode: "STREAM",
    ...definition,
  });

export const authorizerArn = "arn:aws:lambda:eu-west-1:123456789012:function:authorizer";

/** A Lambda authorizer as a security scheme. */
export const lambdaAuthorizer = (
  authorizer: AuthorizerDefinition,
  name = "Authorization",
): SecurityScheme => ({
  type: "apiKey",
  name,
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${authorizerArn}/invocations`,
    ...authorizer,
  },
});

/** The security scheme of API keys. */
export const apiKeyScheme: SecurityScheme = { type: "apiKey", name: "x-api-key", in: "header" };

/** The security scheme of IAM authorization. */
export const iamScheme: SecurityScheme = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

/** A function's operation that requires these security schemes. */
export const secured = (...names: string[]) =>
  lambda({ security: [Object.fromEntries(names.map((name) => [name, []]))] });
