import type { FunctionAnswer, Table } from "../case.ts";
import { lambdaAuthorizer, secured } from "../operations.ts";

const scheme = "1.5 D:api-gateway-swagger-extensions-authorizer";
const input = "1.5 D:api-gateway-lambda-authorizer-input";
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
