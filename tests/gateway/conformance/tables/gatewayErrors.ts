import { example, type BackendResponse, type Case, type Table } from "../case.ts";
import {
  apiKeyScheme,
  http,
  httpProxy,
  lambda,
  lambdaAuthorizer,
  mock,
  secured,
} from "../operations.ts";

const types = "2.5 D:supported-gateway-response-types";
const field = "2.5 F";
const lambdaErrors = "2.5 D:lambda/services-apigateway-errors";
const output = "2.5 T:test_aws_proxy_response_payload_format_validation";

/** A gateway response with its error type and without CORS headers. */
const error = (status: number, errorType: string, body: string) => ({
  status,
  body,
  headers: {
    "x-amzn-errortype": errorType,
    "content-type": "application/json",
    "retry-after": null,
    "access-control-allow-origin": null,
  },
});
const internal = (status: number) =>
  error(status, "InternalServerErrorException", '{"message": "Internal server error"}');

/** Outputs of a function that are not valid responses. */
const malformed: readonly (readonly [string, BackendResponse])[] = [
  ["invalid JSON", { payload: "oops" }],
  ["a text", { returns: "hello" }],
  ["a list", { returns: [] }],
  ["null", { returns: null }],
  ["an unknown key", { returns: { statusCode: 200, extra: 1 } }],
  ["cookies", { returns: { statusCode: 200, cookies: ["a=1"] } }],
  ["headers that are a list", { returns: { headers: [] } }],
  ["headers that are a text", { returns: { headers: "X: y" } }],
  ["a header that is a number", { returns: { headers: { "X-A": 1 } } }],
  ["a header that is an object", { returns: { headers: { "X-A": {} } } }],
  ["a list as a header", { returns: { headers: { "X-A": ["1"] } } }],
  ["multiValueHeaders without lists", { returns: { multiValueHeaders: { "X-A": "1" } } }],
  ["a status that is not a number", { returns: { statusCode: "ok" } }],
];

export const gatewayErrors: Table = {
  title: "2.5 gateway errors",
  document: {
    components: {
      securitySchemes: { api_key: apiKeyScheme, partners: lambdaAuthorizer({ type: "token" }) },
    },
    "x-amazon-apigateway-request-validators": {
      all: { validateRequestBody: true, validateRequestParameters: true },
    },
  },
  cases: [
    example(types, "API_CONFIGURATION_ERROR", {
      operation: mock("", { requestTemplates: { "application/json": "{}" } }),
      expect: internal(500),
    }),
    example(field, "AUTHORIZER_CONFIGURATION_ERROR", {
      operation: secured("partners"),
      request: { line: "GET ~", headers: { Authorization: "broken" } },
      authorizer: { throws: "oops" },
      expect: error(500, "AuthorizerConfigurationException", '{"message":null}'),
    }),
    example(types, "BAD_REQUEST_PARAMETERS", {
      operation: lambda({
        parameters: [{ name: "page", in: "query", required: true }],
        "x-amazon-apigateway-request-validator": "all",
      }),
      expect: error(
        400,
        "BadRequestException",
        '{"message": "Missing required request parameters: [page]"}',
      ),
    }),
    example(types, "BAD_REQUEST_BODY", {
      operation: lambda({
        requestBody: { content: { "application/json": { schema: { type: "array" } } } },
        "x-amazon-apigateway-request-validator": "all",
      }),
      request: { line: "POST ~", body: "{}" },
      expect: error(400, "BadRequestException", '{"message": "Invalid request body"}'),
    }),
    example(field, "INTEGRATION_FAILURE: nothing listens at the endpoint", {
      operation: httpProxy({ uri: "http://127.0.0.1:9/" }),
      expect: error(
        504,
        "InternalServerErrorException",
        '{"message": "Network error communicating with endpoint"}',
      ),
    }),
    ...(
      [
        ["a function", lambda()],
        ["a proxied endpoint", httpProxy()],
        ["an HTTP endpoint", http()],
      ] as const
    ).map(([name, operation]): Case => ({
      fact: field,
      name: `INTEGRATION_TIMEOUT of ${name}, with a space in its body`,
      operation: {
        "x-amazon-apigateway-integration": {
          ...operation["x-amazon-apigateway-integration"],
          timeoutInMillis: 50,
        },
      },
      request: "POST ~",
      response: { silent: true },
      expect: error(
        504,
        "InternalServerErrorException",
        '{"message": "Endpoint request timed out"}',
      ),
    })),
    example(field, "INVALID_API_KEY", {
      operation: secured("api_key"),
      expect: error(403, "ForbiddenException", '{"message":"Forbidden"}'),
    }),
    {
      fact: "2.5 T:test_routing_not_found",
      name: "MISSING_AUTHENTICATION_TOKEN: an AWS_IAM method without a signature",
      operation: lambda({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
      expect: error(
        403,
        "MissingAuthenticationTokenException",
        '{"message":"Missing Authentication Token"}',
      ),
    },
    example(field, "UNAUTHORIZED", {
      operation: secured("partners"),
      expect: {
        ...error(401, "UnauthorizedException", '{"message":"Unauthorized"}'),
        authorizer: null,
      },
    }),
    example("2.5 LS", "UNSUPPORTED_MEDIA_TYPE", {
      operation: mock("", { passthroughBehavior: "never" }),
      request: { line: "POST ~", headers: { "Content-Type": "text/plain" }, body: "x" },
      expect: error(415, "BadRequestException", '{"message": "Unsupported Media Type"}'),
    }),
    example(field, "REQUEST_TOO_LARGE is plain text", {
      operation: lambda(),
      request: {
        line: "POST ~",
        headers: { "Content-Type": "text/plain" },
        body: Buffer.alloc(10_485_761, "x"),
      },
      expect: {
        status: 413,
        body: "HTTP content length exceeded 10485760 bytes.",
        headers: { "content-type": "text; charset=utf-8" },
        backend: null,
      },
    }),
    ...[403, 404, 413].map((refuses): Case => ({
      fact: lambdaErrors,
      name: `Lambda refuses the call with ${refuses}`,
      operation: lambda(),
      response: { refuses },
      expect: internal(500),
    })),
    example(lambdaErrors, "the function throws", {
      operation: lambda(),
      response: { throws: "secret" },
      expect: internal(502),
    }),
    ...malformed.map(([name, response]): Case => ({
      fact: output,
      name: `the function returns ${name}`,
      operation: lambda(),
      response,
      expect: internal(502),
    })),
    {
      fact: "2.5 T:test_lambda_aws_proxy_integration_non_post_method",
      name: "a function's integration with another method than POST",
      operation: {
        "x-amazon-apigateway-integration": {
          ...lambda()["x-amazon-apigateway-integration"],
          httpMethod: "GET",
        },
      },
      expect: { ...internal(500), backend: null },
    },
  ],
};
