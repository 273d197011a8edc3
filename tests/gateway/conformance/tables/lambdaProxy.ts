import { example, type Case, type Table } from "../case.ts";
import { integration, lambda } from "../operations.ts";

const event = "5.1 D:set-up-lambda-proxy-integrations";
const recorded = "5.1 T:test_lambda_aws_proxy_integration";
const output = "5.2 D:set-up-lambda-proxy-integrations";
const accepted = "5.2 T:test_aws_proxy_response_payload_format_validation";
const mapping = "1.7 T:test_lambda_aws_proxy_integration_request_data_mapping";

/** A function's output, and the client's response. */
const returned = (
  fact: Case["fact"],
  name: string,
  returns: unknown,
  expect: Partial<Case["expect"]>,
): Case => ({
  fact,
  name,
  operation: lambda(),
  response: { returns },
  expect: { status: 200, ...expect },
});

export const lambdaProxy: Table = {
  title: "5.1 and 5.2 Lambda proxy integrations",
  document: { paths: { "/items/{id}": { post: lambda() }, "/plain": { get: lambda() } } },
  cases: [
    example(event, "the event of a complete request", {
      request: {
        line: "POST /dev/items/42?a=1&a=2",
        headers: { "User-Agent": "curl/8", Host: "abc.execute-api.eu-west-1.amazonaws.com" },
        body: '{"x": 1}',
      },
      expect: {
        status: 200,
        backend: {
          resource: "/items/{id}",
          path: "/items/42",
          httpMethod: "POST",
          queryStringParameters: { a: "2" },
          multiValueQueryStringParameters: { a: ["1", "2"] },
          pathParameters: { id: "42" },
          stageVariables: null,
          body: '{"x": 1}',
          isBase64Encoded: false,
          version: undefined,
          "requestContext.resourcePath": "/items/{id}",
          "requestContext.resourceId": /^[a-z\d]{10}$/,
          "requestContext.httpMethod": "POST",
          "requestContext.path": "/dev/items/42",
          "requestContext.accountId": "123456789012",
          "requestContext.protocol": "HTTP/1.1",
          "requestContext.stage": "dev",
          "requestContext.domainPrefix": "abc",
          "requestContext.domainName": "abc.execute-api.eu-west-1.amazonaws.com",
          "requestContext.apiId": "abc123",
          "requestContext.deploymentId": "dep1",
          "requestContext.requestId": /^[\da-f-]{36}$/,
          "requestContext.extendedRequestId": /=$/,
          "requestContext.requestTime": /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/,
          "requestContext.requestTimeEpoch": /^\d{13}$/,
          "requestContext.authorizer": undefined,
          "requestContext.isCanaryRequest": undefined,
          "requestContext.identity.sourceIp": "127.0.0.1",
          "requestContext.identity.userAgent": "curl/8",
          "requestContext.identity.accountId": null,
          "requestContext.identity.caller": null,
          "requestContext.identity.accessKey": null,
          "requestContext.identity.user": null,
          "requestContext.identity.userArn": null,
          "requestContext.identity.principalOrgId": null,
          "requestContext.identity.cognitoIdentityId": null,
          "requestContext.identity.cognitoIdentityPoolId": null,
          "requestContext.identity.cognitoAuthenticationType": null,
          "requestContext.identity.cognitoAuthenticationProvider": null,
          "requestContext.identity.apiKey": undefined,
          "requestContext.identity.apiKeyId": undefined,
        },
      },
    }),
    example(recorded, "the event of a minimal request", {
      request: "GET /dev/plain",
      expect: {
        status: 200,
        backend: {
          queryStringParameters: null,
          multiValueQueryStringParameters: null,
          pathParameters: null,
          stageVariables: null,
          body: null,
          isBase64Encoded: false,
        },
      },
    }),
    example(event, "an invalid JSON body is passed as text", {
      operation: lambda(),
      request: { line: "POST ~", headers: { "Content-Type": "application/json" }, body: "[1,ä" },
      expect: { status: 200, backend: { body: "[1,ä", isBase64Encoded: false } },
    }),
    example(event, "a GET may have a body", {
      operation: lambda(),
      request: { line: "GET ~", body: "x" },
      expect: { status: 200, backend: { httpMethod: "GET", body: "x" } },
    }),
    example(mapping, "request mappings are accepted but not applied", {
      operation: lambda({
        "x-amazon-apigateway-integration": {
          ...lambda()["x-amazon-apigateway-integration"],
          requestParameters: {
            "integration.request.header.X-A": "'mapped'",
            "integration.request.querystring.q": "'mapped'",
          },
        },
      }),
      request: { line: "GET ~?q=own", headers: { "X-A": "own" } },
      expect: {
        status: 200,
        backend: { "headers.X-A": "own", queryStringParameters: { q: "own" } },
      },
    }),
    ...[
      "Authorization",
      "Connection",
      "Content-Length",
      "Expect",
      "Proxy-Authenticate",
      "TE",
      "Transfer-Encoding",
      "X-Amzn-Trace-Id",
      "x-amzn-apigateway-api-id",
    ].map((header): Case => ({
      fact: "1.7 T:test_apigateway_header_remapping_aws",
      name: `a function's ${header} cannot be mapped`,
      operation: integration({
        ...lambda()["x-amazon-apigateway-integration"],
        requestParameters: { [`integration.request.header.${header}`]: "'x'" },
      }),
      expect: { status: 500, body: '{"message": "Internal server error"}', backend: null },
    })),
    returned(
      output,
      "status, headers and body",
      { statusCode: 201, headers: { "Content-Type": "text/plain", "X-A": "a" }, body: "made" },
      { status: 201, body: "made", headers: { "content-type": "text/plain", "x-a": "a" } },
    ),
    returned(
      output,
      "several cookies",
      { multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] } },
      { headers: { "set-cookie": "a=1, b=2" } },
    ),
    returned(
      output,
      "the same name in both maps has the values of both",
      { headers: { "x-both": "solo" }, multiValueHeaders: { "X-Both": ["multi"] } },
      { headers: { "x-both": "multi, solo" } },
    ),
    returned(
      output,
      "the same pair in both maps is sent once",
      { headers: { "X-Both": "same" }, multiValueHeaders: { "X-Both": ["same", "other"] } },
      { headers: { "x-both": "same, other" } },
    ),
    returned(accepted, "a missing status is 200", { body: "x" }, { status: 200, body: "x" }),
    returned(accepted, "a status as a string", { statusCode: "201" }, { status: 201 }),
    returned(accepted, "headers that are null", { headers: null, body: "x" }, { body: "x" }),
    returned(
      accepted,
      "a boolean as a header",
      { headers: { "X-A": true } },
      { headers: { "x-a": "true" } },
    ),
    returned(accepted, "no body", { statusCode: 200 }, { body: "" }),
    returned(accepted, "an empty object", {}, { status: 200, body: "" }),
    returned(
      accepted,
      "base64 is not decoded if the API has no binary types",
      { body: "dGVzdC1kYXRh", isBase64Encoded: true },
      { body: "dGVzdC1kYXRh" },
    ),
    returned(
      accepted,
      "undeclared base64 is not decoded",
      { body: "dGVzdC1kYXRh", isBase64Encoded: false },
      { body: "dGVzdC1kYXRh" },
    ),
    returned(
      "2.5 D:lambda/services-apigateway-errors",
      "an error is returned unchanged",
      { statusCode: 503, body: "later" },
      { status: 503, body: "later", headers: { "x-amzn-errortype": null } },
    ),
    returned(
      output,
      "a redirect is returned unchanged",
      { statusCode: 302, headers: { Location: "/x" } },
      { status: 302, headers: { location: "/x" } },
    ),
  ],
};
