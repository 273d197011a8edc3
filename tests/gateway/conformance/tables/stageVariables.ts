import { example, type Table } from "../case.ts";
import { echo, http, httpProxy, integration, lambda, lambdaAuthorizer } from "../operations.ts";

const fact = "2.11 D:aws-api-gateway-stage-variables-reference";
const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const uri = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn(name)}/invocations`;

export const stageVariables: Table = {
  title: "2.11 stage variables",
  stage: { variables: { name: "authorizer", place: "at", tenant: "blue" } },
  document: {
    components: {
      securitySchemes: {
        staged: lambdaAuthorizer({ type: "token", authorizerUri: uri("${stageVariables.name}") }),
      },
    },
  },
  cases: [
    example(fact, "in a function's event", {
      operation: lambda(),
      expect: {
        status: 200,
        backend: { stageVariables: { name: "authorizer", place: "at", tenant: "blue" } },
      },
    }),
    example(fact, "in a function's ARN", {
      operation: integration({
        type: "aws_proxy",
        httpMethod: "POST",
        uri: uri("${stageVariables.name}"),
      }),
      authorizer: { returns: { statusCode: 202 } },
      expect: { status: 202, authorizerCalls: 1, backend: null },
    }),
    example(fact, "in an authorizer's ARN", {
      operation: lambda({ security: [{ staged: [] }] }),
      request: { line: "GET ~", headers: { Authorization: "t" } },
      authorizer: { throws: "Unauthorized" },
      expect: { status: 401, authorizerCalls: 1 },
    }),
    example(fact, "in an endpoint's path and query", {
      operation: http({ uri: "http://backend/${stageVariables.place}?t=${stageVariables.tenant}" }),
      request: "POST ~",
      expect: { status: 200, backend: { path: "/at", query: "t=blue" } },
    }),
    example("2.11 LS", "a missing variable is empty", {
      operation: httpProxy({ uri: "http://backend/a${stageVariables.none}b" }),
      expect: { status: 200, backend: { path: "/ab" } },
    }),
    example(fact, "as the source of a mapping", {
      operation: http({
        requestParameters: { "integration.request.querystring.t": "stageVariables.tenant" },
      }),
      request: "POST ~",
      expect: { status: 200, backend: { query: "t=blue" } },
    }),
    example(fact, "in templates", {
      operation: echo(
        "$stageVariables.tenant ${stageVariables['tenant']} ${stageVariables.tenant}",
      ),
      request: { line: "POST ~", body: "{}" },
      expect: { status: 200, backend: { body: "blue blue blue" } },
    }),
  ],
};
