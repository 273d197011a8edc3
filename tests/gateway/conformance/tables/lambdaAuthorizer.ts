import { example, type Case, type Request, type Seen, type Table } from "../case.ts";
import {
  allow,
  output,
  arn,
  noAllow,
  policy,
  statement,
  unauthorized,
  withToken,
} from "../authorizerResponses.ts";
import { lambdaAuthorizer, secured } from "../operations.ts";

const scheme = "1.5 D:api-gateway-swagger-extensions-authorizer";
const input = "1.5 D:api-gateway-lambda-authorizer-input";
const errors = "2.5 F";

const identified = (auth: string, query: string): Request => ({
  line: `GET ~${query}`,
  headers: { Auth: auth },
});
const kept = (token: string, line?: string) => withToken(token, line, "X-Token");

const refused = (
  fact: Case["fact"],
  name: string,
  authorizer: string,
  request: Request | string = "GET ~",
): Case =>
  example(fact, name, {
    operation: secured(authorizer),
    request,
    authorizer: allow,
    expect: { ...unauthorized, authorizer: null, backend: null },
  });

/** A request that its authorizer allows, and the event of the authorizer's function. */
const allowed = (
  fact: Case["fact"],
  name: string,
  authorizer: string,
  request: Request | string,
  event: Seen,
): Case =>
  example(fact, name, {
    operation: secured(authorizer),
    request,
    authorizer: allow,
    expect: { status: 200, authorizer: event },
  });

/** Two requests, and the number of calls of the authorizer's function. */
const repeated = (
  name: string,
  authorizer: string,
  [first, second]: readonly [Request, Request],
  authorizerCalls: number,
  expect: Case["expect"] = { status: 200 },
): Case =>
  example(scheme, name, {
    operation: secured(authorizer),
    before: [first],
    request: second,
    authorizer: allow,
    expect: { ...expect, authorizerCalls },
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
      request: withToken("Bearer t", "GET ~/7?a=b"),
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
    refused(errors, "no token: 401, and the function is not called", "fresh"),
    refused(errors, "an empty token: 401, and the function is not called", "fresh", withToken("")),
    refused(
      scheme,
      "a token that does not match the expression: 401, and the function is not called",
      "checked",
      withToken("y-abc"),
    ),
    allowed(scheme, "a token that matches the expression", "checked", withToken("x-abc"), {
      authorizationToken: "x-abc",
    }),
    allowed(
      scheme,
      "an expression with Java's syntax, ignoring case",
      "bearer",
      withToken("Bearer abc"),
      {},
    ),
    refused(input, "a request without the first identity source", "request", "GET ~?q=1"),
    refused(input, "a request without the second identity source", "request", identified("a", "")),
    allowed(input, "a request with all identity sources", "request", identified("a", "?q=1"), {
      type: "REQUEST",
    }),
    allowed(input, "a stage variable and the caller's address", "staged", "GET ~", {
      type: "REQUEST",
    }),
    refused(input, "a missing stage variable", "nothing"),
    repeated("a response is cached for its token", "kept", [kept("one"), kept("one")], 1),
    repeated("a response is not used for another token", "kept", [kept("two"), kept("three")], 2),
    {
      ...repeated(
        "a cached policy is evaluated again for each method",
        "kept",
        [kept("four"), kept("four", "POST ~")],
        1,
        noAllow,
      ),
      authorizer: output(policy(statement("Allow", arn("dev/GET/*")))),
    },
    {
      ...repeated(
        "a refusal by an error is not cached",
        "kept",
        [kept("five"), kept("five")],
        2,
        unauthorized,
      ),
      authorizer: { throws: "Unauthorized" },
    },
    repeated("a TTL of 0 disables the cache", "fresh", [withToken("same"), withToken("same")], 2),
    {
      ...repeated(
        "all identity sources together are the cache key",
        "request",
        [identified("b", "?q=1"), identified("b", "?q=2")],
        2,
      ),
      fact: input,
    },
  ],
};
