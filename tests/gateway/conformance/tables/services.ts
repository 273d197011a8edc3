import type { IntegrationDefinition } from "../../../../local/gateway/openapi.ts";
import { example, type Case, type Request, type Seen, type Table } from "../case.ts";
import { role, service } from "../operations.ts";

const sqs = "6.2 T:test_sqs_aws_integration";
const form = { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" };

/** A service's URI and integration, a request, and the service's request. */
const sends = (
  fact: Case["fact"],
  name: string,
  address: string,
  definition: IntegrationDefinition,
  request: Request | string,
  backend: Seen,
): Case => ({
  fact,
  name,
  resource: "/{key+}",
  operation: service(address, definition),
  request,
  expect: { status: 200, backend: { roleArn: role, region: "eu-west-1", ...backend } },
});
const template = (text: string): IntegrationDefinition => ({
  requestTemplates: { "application/json": text },
});
const post = (body?: string): Request => ({
  line: "POST ~/x",
  ...(body !== undefined && { body }),
});

/** An action, and the target and version that API Gateway adds. */
const action = (
  fact: Case["fact"],
  address: string,
  name: string,
  target: string,
  version: string,
): Case =>
  sends(fact, `${address} needs no target`, address, template("{}"), post(), {
    service: name,
    path: "/",
    method: "POST",
    "headers.x-amz-target": target,
    "headers.content-type": `application/x-amz-json-${version}`,
  });

/** A service's status, and the status of the selected response. */
const selects = (status: number, expected: number): Case => ({
  fact: "6.1 T:test_http_integration_invoke_status_code_passthrough",
  name: `a service's ${status} selects the response ${expected}`,
  operation: service("sqs:path/1/jobs", {
    responses: {
      "4\\d{2}": { statusCode: "400", responseTemplates: { "application/json": "no" } },
      "5\\d{2}": { statusCode: "502" },
      default: { statusCode: "200" },
    },
  }),
  request: "POST ~",
  response: { status, body: '{"secret":1}' },
  expect: { status: expected, ...(expected === 400 && { body: "no" }) },
});

export const services: Table = {
  title: "6 service proxies",
  stage: { variables: { queue: "jobs" } },
  cases: [
    sends(
      sqs,
      "SQS with the query protocol and a URL-encoded body",
      "sqs:path/123456789012/jobs",
      {
        requestParameters: form,
        ...template("Action=SendMessage&MessageBody=$util.urlEncode($input.body)"),
      },
      post('{"a":"&+% é"}'),
      {
        service: "sqs",
        method: "POST",
        path: "/123456789012/jobs",
        "headers.content-type": "application/x-www-form-urlencoded",
        body: "Action=SendMessage&MessageBody=%7B%22a%22%3A%22%26%2B%25+%C3%A9%22%7D",
      },
    ),
    sends(
      sqs,
      "a request without a body is sent as {}",
      "sqs:path/1/jobs",
      { requestParameters: form, ...template("MessageBody=$util.urlEncode($input.body)") },
      post(),
      { body: "MessageBody=%7B%7D" },
    ),
    sends(
      "6.2 T:test_sqs_amz_json_protocol",
      "SQS with the JSON protocol",
      "sqs:path/1/jobs",
      {
        requestParameters: {
          "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
          "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
        },
        ...template(
          `{"MessageBody":"$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"}`,
        ),
      },
      post(`{"a":"it's"}`),
      {
        "headers.content-type": "application/x-amz-json-1.0",
        "headers.x-amz-target": "AmazonSQS.SendMessage",
        body: `{"MessageBody":"{\\"a\\":\\"it's\\"}"}`,
      },
    ),
    action(
      "6.2 T:test_rest_api_to_dynamodb_integration",
      "dynamodb:action/PutItem",
      "dynamodb",
      "DynamoDB_20120810.PutItem",
      "1.0",
    ),
    action(
      "6.2 T:test_apigateway_to_kinesis",
      "kinesis:action/PutRecord",
      "kinesis",
      "Kinesis_20131202.PutRecord",
      "1.1",
    ),
    action(
      "6.2 T:test_apigateway_with_step_function_integration",
      "states:action/StartExecution",
      "states",
      "AWSStepFunctions.StartExecution",
      "1.0",
    ),
    sends(
      "6.1 T:test_apigateway_to_eventbridge",
      "EventBridge receives no default target",
      "events:action/PutEvents",
      template("{}"),
      post(),
      { service: "events", "headers.x-amz-target": undefined },
    ),
    sends(
      "6.3 T:test_apigateway_to_eventbridge",
      "EventBridge with overrides",
      "events:action/PutEvents",
      template(
        '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")#set($context.requestOverride.header.Content-Type = "application/x-amz-json-1.1"){"Entries":[]}',
      ),
      post(),
      {
        "headers.x-amz-target": "AWSEvents.PutEvents",
        "headers.content-type": "application/x-amz-json-1.1",
        body: '{"Entries":[]}',
      },
    ),
    sends("6.2 F", "SNS with an action", "sns:action/Publish", template("x"), post(), {
      service: "sns",
      query: { Action: "Publish", Version: "2010-03-31" },
    }),
    sends(
      "6.2 T:test_apigateway_s3",
      "S3: a greedy parameter keeps its slashes",
      "s3:path/bucket/{key}",
      {
        httpMethod: "GET",
        requestParameters: { "integration.request.path.key": "method.request.path.key" },
      },
      "GET ~/a/b%20c.txt",
      { service: "s3", method: "GET", path: "/bucket/a/b%20c.txt", body: "" },
    ),
    sends(
      "6.1 D:api-gateway-integrations",
      "JSON is the default content type",
      "sqs:path/1/jobs",
      template("{}"),
      post(),
      {
        "headers.content-type": "application/json",
        "headers.accept": "application/json",
      },
    ),
    sends(
      "6.1 D:api-gateway-integrations",
      "the client's headers do not reach a service",
      "sqs:path/1/jobs",
      template("{}"),
      { line: "POST ~/x", headers: { Authorization: "Bearer x", "X-A": "a", Cookie: "c=1" } },
      { "headers.authorization": undefined, "headers.x-a": undefined, "headers.cookie": undefined },
    ),
    {
      ...sends("6.1 D:api-gateway-integrations", "a service of another region", "", {}, post(), {}),
      operation: service("", { uri: "arn:aws:apigateway:us-east-1:sqs:path/1/jobs" }),
      expect: { status: 200, backend: { region: "us-east-1", service: "sqs" } },
    },
    {
      ...sends(
        "2.11 D:aws-api-gateway-stage-variables-reference",
        "stage variables in the URI",
        "sqs:path/1/${stageVariables.queue}",
        {},
        post(),
        {},
      ),
      expect: { status: 200, backend: { path: "/1/jobs" } },
    },
    ...[
      "Authorization",
      "Connection",
      "Content-Length",
      "Expect",
      "Proxy-Authenticate",
      "TE",
      "Transfer-Encoding",
      "X-Amzn-Trace-Id",
      "X-Amzn-Apigateway-Api-Id",
    ].map((header): Case => ({
      fact: "1.7 T:test_apigateway_header_remapping_aws",
      name: `a service's ${header} cannot be mapped`,
      operation: service("sqs:path/1/jobs", {
        requestParameters: { [`integration.request.header.${header}`]: "'x'" },
      }),
      request: "POST ~",
      expect: { status: 500, body: '{"message": "Internal server error"}', backend: null },
    })),
    selects(200, 200),
    selects(400, 400),
    selects(403, 400),
    selects(503, 502),
    example("6.1 D:api-gateway-integrations", "a service that does not respond in time", {
      operation: service("sqs:path/1/jobs", { timeoutInMillis: 50 }),
      request: "POST ~",
      response: { silent: true },
      expect: { status: 504, body: '{"message": "Endpoint request timed out"}' },
    }),
    ...(
      [
        ["SUCCEEDED", 200, '{"x":1}'],
        ["FAILED", 502, '{"message":"failed"}'],
      ] as const
    ).map(([status, expected, body]): Case => ({
      fact: "6.3 SDK:stepfunctions StartSyncExecution",
      name: `an execution with the status ${status} leads to ${expected}`,
      operation: service("states:action/StartSyncExecution", {
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: {
              "application/json":
                "#if($input.path('$.status')!='SUCCEEDED')#set($context.responseOverride.status=502){\"message\":\"failed\"}#else$input.path('$.output')#end",
            },
          },
        },
      }),
      request: "POST ~",
      response: { body: JSON.stringify({ status, output: '{"x":1}' }) },
      expect: { status: expected, body },
    })),
  ],
};
