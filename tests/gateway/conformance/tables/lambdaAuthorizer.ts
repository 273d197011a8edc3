import type { Case, FunctionAnswer, Table } from "../case.ts";
import { lambdaAuthorizer, mock, secured } from "../operations.ts";

const scheme = "1.5 D:api-gateway-swagger-extensions-authorizer";
const input = "1.5 D:api-gateway-lambda-authorizer-input";
const output = "1.5 D:api-gateway-lambda-authorizer-output";
const errors = "2.5 F";

const arn = (rest: string) => `arn:aws:execute-api:eu-west-1:123456789012:abc123/${rest}`;
const statement = (Effect: string, Resource: string | string[], Action = "execute-api:Invoke") => ({
  Effect,
  Action,
  Resource,
});
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const answer = (policyDocument: object, more: object = {}): FunctionAnswer => ({
  returns: { principalId: "u", policyDocument, ...more },
});
const allow = answer(policy(statement("Allow", "*")));

const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };
const noAllow = {
  status: 403,
  body: '{"Message":"User is not authorized to access this resource"}',
  headers: { "x-amzn-errortype": "AccessDeniedException" },
  backend: null,
};
const denied = {
  ...noAllow,
  body: /"User is not authorized to access this resource with an explicit deny/,
};
const broken = {
  status: 500,
  body: '{"message":null}',
  headers: { "x-amzn-errortype": "AuthorizerConfigurationException" },
  backend: null,
};

const with1 = (
  token: string,
  line = "GET ~",
): { line: string; headers: Record<string, string> } => ({
  line,
  headers: { Authorization: token },
});

/** What the function answers, and what becomes of the call. */
const judged = (name: string, authorizer: FunctionAnswer, expect: Case["expect"]): Case => ({
  fact: output,
  name,
  operation: secured("fresh"),
  resource: "/{id}",
  request: with1("t", "GET ~/7"),
  authorizer,
  expect,
});

/** A policy's resource, and whether it lets `GET /c…/7` pass. */
const resource = (pattern: string | string[], passes: boolean): Case =>
  judged(
    `${String(pattern).replaceAll(arn(""), "…/")} ${passes ? "allows" : "does not allow"} GET /…/7`,
    answer(policy(statement("Allow", pattern))),
    passes ? { status: 200 } : noAllow,
  );

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
    {
      fact: input,
      name: "a token authorizer's event",
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
    },
    {
      fact: input,
      name: "a request authorizer's event",
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
    },
    {
      fact: errors,
      name: "no token: 401, and the function is not called",
      operation: secured("fresh"),
      request: "GET ~",
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null, backend: null },
    },
    {
      fact: errors,
      name: "an empty token: 401, and the function is not called",
      operation: secured("fresh"),
      request: with1(""),
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    },
    {
      fact: scheme,
      name: "a token that is not as the expression says: 401, and the function is not called",
      operation: secured("checked"),
      request: with1("y-abc"),
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    },
    {
      fact: scheme,
      name: "a token that is as the expression says",
      operation: secured("checked"),
      request: with1("x-abc"),
      authorizer: allow,
      expect: { status: 200, authorizer: { authorizationToken: "x-abc" } },
    },
    {
      fact: input,
      name: "a request without one of the identity sources",
      operation: secured("request"),
      request: { line: "GET ~?q=1" },
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    },
    {
      fact: input,
      name: "a request without the other",
      operation: secured("request"),
      request: { line: "GET ~", headers: { Auth: "a" } },
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    },
    {
      fact: input,
      name: "a request with all of them",
      operation: secured("request"),
      request: { line: "GET ~?q=1", headers: { Auth: "a" } },
      authorizer: allow,
      expect: { status: 200, authorizer: { type: "REQUEST" } },
    },
    {
      fact: input,
      name: "a stage variable and the caller's address",
      operation: secured("staged"),
      request: "GET ~",
      authorizer: allow,
      expect: { status: 200, authorizer: { type: "REQUEST" } },
    },
    {
      fact: input,
      name: "a stage variable that is not there",
      operation: secured("nothing"),
      request: "GET ~",
      authorizer: allow,
      expect: { ...unauthorized, authorizer: null },
    },
    judged("a policy that allows", allow, { status: 200 }),
    judged("a policy that denies", answer(policy(statement("Deny", "*"))), denied),
    judged(
      "a deny beats an allow",
      answer(policy(statement("Allow", "*"), statement("Deny", arn("dev/GET/*")))),
      denied,
    ),
    judged(
      "a deny of something else",
      answer(policy(statement("Allow", "*"), statement("Deny", arn("dev/POST/*")))),
      { status: 200 },
    ),
    judged("another action", answer(policy(statement("Allow", "*", "s3:GetObject"))), noAllow),
    judged("every action", answer(policy(statement("Allow", "*", "execute-api:*"))), {
      status: 200,
    }),
    resource(arn("*"), true),
    resource(arn("dev/*"), true),
    resource(arn("dev/GET/*"), true),
    resource(arn("*/GET/*/7"), true),
    resource(arn("de?/GET/*/?"), true),
    resource([arn("dev/POST/*"), arn("dev/GET/*")], true),
    resource(arn("prod/*"), false),
    resource(arn("dev/POST/*"), false),
    resource(arn("dev/GET/*/77"), false),
    resource(arn("dev/GET"), false),
    resource("arn:aws:execute-api:eu-west-1:123456789012:other/*", false),
    resource("arn:aws:execute-api:us-east-1:123456789012:abc123/*", false),
    judged(
      "a Resource of 513 letters",
      answer(policy(statement("Allow", `*${"x".repeat(512)}`))),
      broken,
    ),
    judged("no policy", { returns: { principalId: "u" } }, broken),
    judged(
      "no principal",
      { returns: { policyDocument: policy(statement("Allow", "*")) } },
      broken,
    ),
    judged("null", { returns: null }, broken),
    judged("no JSON", { payload: "oops" }, broken),
    judged(
      "a list in the context",
      answer(policy(statement("Allow", "*")), { context: { a: [] } }),
      broken,
    ),
    judged(
      "an object in the context",
      answer(policy(statement("Allow", "*")), { context: { a: {} } }),
      broken,
    ),
    judged(
      'the error "Unauthorized"',
      { throws: "Unauthorized" },
      { ...unauthorized, backend: null },
    ),
    judged("another error", { throws: "unauthorized" }, broken),
    judged("Lambda does not run it", { refuses: 404 }, broken),
    judged(
      "the context reaches the function as texts",
      answer(policy(statement("Allow", "*")), { context: { text: "v", number: 1, boolean: true } }),
      {
        status: 200,
        backend: {
          "requestContext.authorizer.principalId": "u",
          "requestContext.authorizer.text": "v",
          "requestContext.authorizer.number": "1",
          "requestContext.authorizer.boolean": "true",
          "requestContext.authorizer.claims": undefined,
        },
      },
    ),
    {
      fact: output,
      name: "the context reaches templates",
      operation: mock(
        "$context.authorizer.principalId $context.authorizer.number",
        {},
        { security: [{ fresh: [] }] },
      ),
      request: with1("t"),
      authorizer: answer(policy(statement("Allow", "*")), { context: { number: 1 } }),
      expect: { status: 200, body: "u 1" },
    },
    {
      fact: scheme,
      name: "an answer is kept for its token",
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "one" } }],
      request: { line: "GET ~", headers: { "X-Token": "one" } },
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 1 },
    },
    {
      fact: scheme,
      name: "and for no other",
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "two" } }],
      request: { line: "GET ~", headers: { "X-Token": "three" } },
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 2 },
    },
    {
      fact: scheme,
      name: "a kept policy is judged for each method anew",
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "four" } }],
      request: { line: "POST ~", headers: { "X-Token": "four" } },
      authorizer: answer(policy(statement("Allow", arn("dev/GET/*")))),
      expect: { ...noAllow, authorizerCalls: 1 },
    },
    {
      fact: scheme,
      name: "a refusal by an error is not kept",
      operation: secured("kept"),
      before: [{ line: "GET ~", headers: { "X-Token": "five" } }],
      request: { line: "GET ~", headers: { "X-Token": "five" } },
      authorizer: { throws: "Unauthorized" },
      expect: { ...unauthorized, authorizerCalls: 2 },
    },
    {
      fact: scheme,
      name: "a TTL of 0 keeps nothing",
      operation: secured("fresh"),
      before: [with1("same")],
      request: with1("same"),
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 2 },
    },
    {
      fact: input,
      name: "all identity sources together are what is kept for",
      operation: secured("request"),
      before: [{ line: "GET ~?q=1", headers: { Auth: "b" } }],
      request: { line: "GET ~?q=2", headers: { Auth: "b" } },
      authorizer: allow,
      expect: { status: 200, authorizerCalls: 2 },
    },
  ],
};
