/** Answers that LocalStack recorded on AWS (tests/aws/services/apigateway) of functions, authorizers and validators. */
import { functionArn } from "../../../../local/gateway/testing/gateway.ts";
import { allow, unauthorized } from "../authorizerResponses.ts";
import { example, type Case, type Table } from "../case.ts";
import { integration, lambda, lambdaAuthorizer, mock, secured } from "../operations.ts";

const lambdaAws = (definition: object) =>
  integration({
    type: "aws",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    responses: { default: { statusCode: "200" } },
    ...definition,
  });
const patterns = lambdaAws({
  requestTemplates: { "application/json": `{"statusCode": "$input.params('statusCode')"}` },
  responses: {
    default: { statusCode: "200" },
    ".*400.*": { statusCode: "405" },
    ".*5\\d\\d.*": { statusCode: "502" },
  },
});
const selected = (status: string, response: Case["response"], expect: Case["expect"]): Case => ({
  fact: "1.8 T:test_lambda_selection_patterns",
  name: `a function's error with ${status}`,
  resource: "/{statusCode}",
  operation: patterns,
  request: `GET ~/${status}`,
  ...(response && { response }),
  expect: { ...expect, backend: { statusCode: status } },
});
const functions: Case[] = [
  example(
    "5.2 T:test_response_headers_invocation_with_apigw",
    "integration responses of a proxied function are not applied",
    {
      operation: integration({
        ...lambda()["x-amazon-apigateway-integration"],
        responses: { "^2.*": { statusCode: "200" }, "^4.*": { statusCode: "400" } },
      }),
      response: {
        returns: {
          statusCode: 300,
          body: "<message>completed</message>",
          headers: { "Content-Type": "application/xml" },
        },
      },
      expect: {
        status: 300,
        body: "<message>completed</message>",
        headers: { "content-type": "application/xml" },
      },
    },
  ),
  selected("200", { returns: "Pass" }, { status: 200, body: '"Pass"' }),
  selected(
    "400",
    { throws: "Error: Raising 400 from within the Lambda function" },
    { status: 405, body: /"errorMessage":"Error: Raising 400/ },
  ),
  selected(
    "500",
    { throws: "Error: Raising 500 from within the Lambda function" },
    { status: 502, body: /"errorMessage":"Error: Raising 500/ },
  ),
  example("1.9 T:test_lambda_aws_integration", "a body without a content type reaches a function", {
    operation: lambdaAws({}),
    request: { line: "POST ~", body: '{"message": "hello world"}' },
    response: { returns: { message: "hello world" } },
    expect: { status: 200, body: '{"message":"hello world"}', backend: { message: "hello world" } },
  }),
  example(
    "1.9 T:test_lambda_aws_integration_with_request_template",
    "other query parameters are left out",
    {
      operation: lambdaAws({
        requestTemplates: { "application/json": `{"param1": "$input.params('param1')"}` },
      }),
      request: "GET ~?param1=foobar&Signature=1",
      response: { returns: { param1: "foobar" } },
      expect: { status: 200, backend: { param1: "foobar", Signature: undefined } },
    },
  ),
  example(
    "2.11 T:test_apigw_stage_variables",
    "a stage variable that is not set is empty in a template",
    {
      operation: lambdaAws({
        requestTemplates: { "application/json": '{ "version": "$stageVariables.version" }' },
      }),
      request: { line: "POST ~", body: '{"test": "test"}' },
      expect: { status: 200, backend: { version: "" } },
    },
  ),
  example("2.11 T:test_apigw_stage_variables", "a stage variable in the function's name", {
    operation: lambdaAws({
      uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}/invocations",
      requestTemplates: { "application/json": '{ "version": "$stageVariables.v" }' },
    }),
    request: { line: "POST ~", body: '{"test": "test"}' },
    expect: { status: 200, backend: { version: "1.0" } },
  }),
];

const source = "1.5 T:test_authorizer_lambda_request_identity_source";
const token = "1.5 T:test_authorizer_lambda_token_identity_source";
const both = { TestHeader: "test-value", AuthHeader: "test-value" };
const guarded = (
  fact: Case["fact"],
  name: string,
  scheme: string,
  headers: Record<string, string>,
  isAllowed: boolean,
): Case => ({
  fact,
  name,
  operation: { ...secured(scheme), ...mock('{"message":"Authorized"}') },
  request: { line: "GET ~", headers },
  authorizer: allow,
  expect: isAllowed
    ? { status: 200, body: '{"message":"Authorized"}' }
    : { ...unauthorized, authorizer: null },
});
const authorizers: Case[] = [
  guarded(source, "no cache, with the headers", "noCache", both, true),
  guarded(source, "no cache, no source", "noCache", { random: "value" }, true),
  guarded(source, "a cache, with the headers", "withCache", both, true),
  guarded(source, "a cache, without the headers", "withCache", { random: "value" }, false),
  guarded(source, "a cache, with one of two headers", "withCache", { TestHeader: "value" }, false),
  guarded(
    source,
    "a cache, the headers in capitals",
    "withCache",
    { TESTHEADER: "test-value", AUTHHEADER: "test-value" },
    true,
  ),
  guarded(token, "the token", "token", { TestHeader: "test-value" }, true),
  guarded(token, "no token", "token", { random: "value" }, false),
  guarded(token, "the token's header in capitals", "token", { TESTHEADER: "test-value" }, true),
];

const person = { $ref: "#/components/schemas/Person" };
const post = (name: string, body: unknown, status: number): Case => ({
  fact: "1.10 T:test_import_with_circular_models_and_request_validation",
  name,
  operation: {
    ...mock('{"echo": $input.json(\'$\'), "response": "mocked"}', {
      passthroughBehavior: "when_no_templates",
    }),
    requestBody: { required: true, content: { "application/json": { schema: person } } },
    "x-amazon-apigateway-request-validator": "basic",
  } as never,
  request: {
    line: "POST ~",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  },
  expect: status === 200 ? { status } : { status, body: '{"message": "Invalid request body"}' },
});
const models: Case[] = [
  post(
    "models that refer to each other",
    {
      name: "Person1",
      b: 2,
      house: { randomProperty: "this is random", contains: [{ name: "Person2", b: 3 }] },
    },
    200,
  ),
  post("what the model requires is missing", { random: "blabla" }, 400),
  post(
    "what the inner model requires is missing",
    { name: "Person1", b: 2, house: { randomProperty: "x", contains: [{ randomObject: "x" }] } },
    400,
  ),
];

export const recordedFunctions: Table = {
  title: "recorded answers of functions, authorizers and validators",
  stage: { variables: { fn: "proxy", v: "1.0" } },
  document: {
    "x-amazon-apigateway-request-validators": {
      basic: { validateRequestBody: true, validateRequestParameters: true },
    },
    components: {
      securitySchemes: {
        noCache: lambdaAuthorizer({ type: "request", authorizerResultTtlInSeconds: 0 }),
        withCache: lambdaAuthorizer({
          type: "request",
          authorizerResultTtlInSeconds: 10,
          identitySource: "method.request.header.TestHeader, method.request.header.AuthHeader",
        }),
        token: lambdaAuthorizer({ type: "token", authorizerResultTtlInSeconds: 0 }, "TestHeader"),
      },
      schemas: {
        Person: {
          type: "object",
          properties: {
            name: { type: "string" },
            b: { type: "number" },
            house: { $ref: "#/components/schemas/House" },
          },
          required: ["name", "b"],
        },
        House: {
          type: "object",
          properties: {
            randomProperty: { type: "string", format: "byte" },
            contains: { type: "array", items: person, minItems: 1 },
          },
        },
      },
    },
  },
  cases: [...functions, ...authorizers, ...models],
};
