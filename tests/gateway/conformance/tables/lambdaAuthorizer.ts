import { example, type Table } from "../case.ts";
import {
  allow,
  output,
  arn,
  noAllow,
  policy,
  statement,
  unauthorized,
} from "../authorizerResponses.ts";
import { lambdaAuthorizer, secured } from "../operations.ts";

const scheme = "1.5 D:api-gateway-swagger-extensions-authorizer";
const input = "1.5 D:api-gateway-lambda-authorizer-input";
const errors = "2.5 F";

const with1 = (
  token: string,
  line = "GET ~",
): { line: string; headers: Record<string, string> } => ({
  line,
  headers: { Authorization: token },
});

export const lambdaAuthorizers: Table = {
  title: "1.5 Lambda authorizers",
  stage: { variables: { tenant: "blue" } },
  document: {
    components: {
      securitySchemes: {
        fresh: lambdaAuthorizer({ type: "token", authorizerResultTtlInSeconds: 0 }),
        kept: lambdaAuthorizer({ type: "token" }, "X-Token"),
        checked: lambdaAuthorizer({
          type: "token",
          identityValidationExpression: "^x-[a-z]+",
          authorizerResultTtlInSeconds: 0,
        }),
        bearer: lambdaAuthorizer({
          type: "token",
          identityValidationExpression: "(?i)bearer \\p{Alnum}+",
          authorizerResultTtlInSeconds: 0,
        }),
        request: lambdaAuthorizer({
          type: "request",
          identitySource: "method.request.header.Auth, method.request.querystring.q",
        }),
        staged: lambdaAuthorizer({
          type: "request",
          identitySource: "stageVariables.tenant, context.identity.sourceIp",
          authorizerResultTtlInSeconds: 60,
        }),
        nothing: lambdaAuthorizer({
          type: "request",
          identitySource: "stageVariables.missing",
          authorizerResultTtlInSeconds: 60,
        }),
        open: lambdaAuthorizer({ type: "request", authorizerResultTtlInSeconds: 0 }),
      },
    },
  },
  cases: [
    example(input, "a token authorizer's event", {
      operation: secured("fresh"),
      resource: "/{id}",
      request: with1("Bearer t", "GET ~/7?a=b"),
      authorizer: allow,
      expect: {
        status: 200,
        authorizer: {
          type: "TOKEN",
          authorizationToken: "Bearer t",
          methodArn: /^arn:aws:execute-api:eu-west-1:123456789012:abc123\/dev\/GET\/c\d+\/7$/,
          headers: undefined,
        },
      },
    }),
    example(input, "a request authorizer's event", {
      operation: secured("open"),
      resource: "/{id}",
      request: { line: "POST ~/7?a=1&a=2", headers: { "X-A": ["1", "2"] }, body: "secret" },
      authorizer: allow,
      expect: {
        status: 200,
        authorizer: {
          type: "REQUEST",
          resource: /^\/c\d+\/\{id\}$/,
          path: /^\/c\d+\/7$/,
          httpMethod: "POST",
          "headers.X-A": "2",
          "multiValueHeaders.X-A": ["1", "2"],
          queryStringParameters: { a: "2" },
          multiValueQueryStringParameters: { a: ["1", "2"] },
          pathParameters: { id: "7" },
          stageVariables: { tenant: "blue" },
          "requestContext.stage": "dev",
          "requestContext.identity.sourceIp": "127.0.0.1",
          body: undefined,
        },
      },
    }),
    example(errors, "no token: 401, and the function is not called", {
      operation: secured("fresh"),
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null, backend: null },
    }),
    example(errors, "an empty token: 401, and the function is not called", {
      operation: secured("fresh"),
      request: with1(""),
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    }),
    {
      fact: scheme,
      name: "a token that does not match the expression: 401, and the function is not called",
      operation: secured("checked"),
      request: with1("y-abc"),
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    },
    example(scheme, "a token that matches the expression", {
      operation: secured("checked"),
      request: with1("x-abc"),
      authorizer: allow,
      expect: { status: 200, authorizer: { authorizationToken: "x-abc" } },
    }),
    example(scheme, "an expression with Java's syntax, ignoring case", {
      operation: secured("bearer"),
      request: with1("Bearer abc"),
      authorizer: allow,
      expect: { status: 200 },
    }),
    example(input, "a request without the first identity source", {
      operation: secured("request"),
      request: { line: "GET ~?q=1" },
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    }),
    example(input, "a request without the second identity source", {
      operation: secured("request"),
      request: { line: "GET ~", headers: { Auth: "a" } },
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    }),
    example(input, "a request with all identity sources", {
      operation: secured("request"),
      request: { line: "GET ~?q=1", headers: { Auth: "a" } },
      authorizer: allow,
      expect: { status: 200, authorizer: { type: "REQUEST" } },
    }),
    example(input, "a stage variable and the caller's address", {
      operation: secured("staged"),
      authorizer: allow,
      expect: { status: 200, authorizer: { type: "REQUEST" } },
    }),
    example(input, "a missing stage variable", {
      operation: secured("nothing"),
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    }),
    example(scheme, "a response is cached for its token", {
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "one" } }],
      request: { line: "GET ~", headers: { "X-Token": "one" } },
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 1 },
    }),
    example(scheme, "a response is not used for another token", {
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "two" } }],
      request: { line: "GET ~", headers: { "X-Token": "three" } },
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 2 },
    }),
    example(scheme, "a cached policy is evaluated again for each method", {
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "four" } }],
      request: { line: "POST ~", headers: { "X-Token": "four" } },
      authorizer: output(policy(statement("Allow", arn("dev/GET/*")))),
      expect: { ...noAllow, authorizerCalls: 1 },
    }),
    example(scheme, "a refusal by an error is not cached", {
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "five" } }],
      request: { line: "GET ~", headers: { "X-Token": "five" } },
      authorizer: { throws: "Unauthorized" },
      expect: { ...unauthorized, authorizerCalls: 2 },
    }),
    example(scheme, "a TTL of 0 disables the cache", {
      operation: secured("fresh"),
      before: [with1("same")],
      request: with1("same"),
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 2 },
    }),
    example(input, "all identity sources together are the cache key", {
      operation: secured("request"),
      before: [{ line: "GET ~?q=1", headers: { Auth: "b" } }],
      request: { line: "GET ~?q=2", headers: { Auth: "b" } },
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 2 },
    }),
  ],
};
