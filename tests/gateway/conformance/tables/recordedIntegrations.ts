/** Answers that LocalStack recorded on AWS (tests/aws/services/apigateway) of mocks, endpoints and services. */
import { example, type Case, type Table } from "../case.ts";
import { http, httpProxy, integration, mock, service } from "../operations.ts";

const mocks: Case[] = [];
for (const passthroughBehavior of ["when_no_match", "never", "when_no_templates"]) {
  for (const method of ["GET", "POST"]) {
    mocks.push({
      fact: "2.7 T:test_mock_integration_response",
      name: `a mock, ${passthroughBehavior}, ${method}`,
      operation: integration({
        type: "mock",
        passthroughBehavior,
        requestTemplates: { "application/json": '{"statusCode": 200}' },
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: {
              "application/json": '{"statusCode": 200, "id": $input.params(\'id\')}',
            },
          },
        },
      }),
      resource: "/{id}",
      request: { line: `${method} ~/42`, ...(method === "POST" && { body: "{}" }) },
      expect: {
        status: 200,
        body: '{"statusCode": 200, "id": 42}',
        headers: { "content-type": "application/json" },
      },
    });
  }
}
mocks.push(
  example("2.7 T:test_api_gateway_mock_integration", "a mock with a path parameter", {
    operation: mock(`{"echo": "$input.params('data')", "response": "mocked"}`, {
      passthroughBehavior: "when_no_templates",
    }),
    resource: "/{data}",
    request: "GET ~/foobar",
    expect: { status: 200, body: '{"echo": "foobar", "response": "mocked"}' },
  }),
  example(
    "1.1 T:test_import_with_integer_http_status_code",
    "a mock with a mapped request header",
    {
      operation: mock("", {
        requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" },
        responses: {
          default: {
            statusCode: 200 as unknown as string,
            responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" },
          },
        },
      }),
      expect: { status: 200, headers: { "access-control-allow-origin": "*" } },
    },
  ),
);

const endpoints: Case[] = [
  ...["POST", "PUT", "GET"].flatMap((method): Case[] =>
    (["http", "http_proxy"] as const).map((type) => ({
      fact: "2.3 T:test_http_integration_method",
      name: `${type}: ${method} is sent as the integration's POST`,
      operation: integration({
        type,
        httpMethod: "POST",
        uri: "http://backend/",
        responses: { default: { statusCode: "200" } },
      }),
      request: {
        line: `${method} ~`,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "User-Agent": "test/integration",
        },
        body: '{"message": "hello world"}',
      },
      expect: {
        status: 200,
        backend: {
          method: "POST",
          body: '{"message": "hello world"}',
          "headers.accept": "application/json",
          "headers.content-type": "application/json",
          "headers.user-agent": type === "http" ? "AmazonAPIGateway_abc123" : "test/integration",
        },
      },
    })),
  ),
  ...(
    [
      [404, 400],
      [201, 200],
    ] as const
  ).map(([status, expected]): Case => ({
    fact: "1.8 T:test_http_integration_status_code_selection",
    name: `a pattern for 4xx, the backend's ${status}`,
    operation: http({
      httpMethod: "GET",
      responses: { default: { statusCode: "200" }, "4\\d{2}": { statusCode: "400" } },
    }),
    response: { status, body: "{}" },
    expect: { status: expected },
  })),
  ...([http, httpProxy] as const).map((create): Case => ({
    fact: "1.7 T:test_apigateway_header_remapping_http",
    name: `${create === http ? "http" : "http_proxy"}: a mapped Host is sent`,
    operation: create({
      requestParameters: { "integration.request.header.Host": "method.request.header.Host" },
    }),
    request: { line: "GET ~", headers: { Host: "api.example.com" } },
    expect: { status: 200, backend: { "headers.host": "api.example.com" } },
  })),
  example(
    "1.7 T:test_http_proxy_integration_request_data_mappings",
    "query parameters of the client and of mappings",
    {
      resource: "/{pathVariable}",
      operation: httpProxy({
        httpMethod: "ANY",
        uri: "http://backend/?testVar=foobar",
        requestParameters: {
          "integration.request.header.headerVar": "method.request.header.foobar",
          "integration.request.path.qsVar": "method.request.querystring.testVar",
          "integration.request.path.pathVar": "method.request.path.pathVariable",
          "integration.request.querystring.queryString":
            "method.request.querystring.testQueryString",
          "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
          "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
        },
      }),
      request: {
        line: "POST ~/foobar?testQueryString=foo&testVar=bar&testQs=bar",
        headers: { foobar: "mapped-value", headerVar: "request-value" },
        body: "{}",
      },
      expect: {
        status: 200,
        backend: {
          query:
            "testVar=foobar&testQueryString=foo&testVar=bar&testQs=bar&queryString=foo&testQs=foo",
          "headers.foobar": "mapped-value",
          "headers.headervar": "mapped-value",
        },
      },
    },
  ),
  example(
    "6.2 T:test_sqs_request_and_response_xml_templates_integration",
    "a response template reads SQS's JSON",
    {
      operation: service("sqs:path/123456789012/queue", {
        requestParameters: {
          "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
        },
        requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$input.body" },
        passthroughBehavior: "never",
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: {
              "application/json": `#set($responseBody = $input.path('$.SendMessageResponse'))
#set($requestId = $input.path('$.SendMessageResponse.ResponseMetadata.RequestId'))
#set($messageId = $responseBody.SendMessageResult.MessageId)
{"requestId": "$requestId", "messageId": "$messageId"}`,
            },
          },
        },
      }),
      request: { line: "POST ~", body: "<xml>Hello World</xml>" },
      response: {
        body: '{"SendMessageResponse":{"ResponseMetadata":{"RequestId":"r"},"SendMessageResult":{"MessageId":"m"}}}',
      },
      expect: {
        status: 200,
        body: '{"requestId": "r", "messageId": "m"}',
        backend: { body: "Action=SendMessage&MessageBody=<xml>Hello World</xml>" },
      },
    },
  ),
  example(
    "6.2 T:test_apigateway_with_step_function_integration",
    "without templates, the body reaches the action",
    {
      operation: service("states:action/DeleteStateMachine", {
        requestTemplates: {},
        responses: { default: { statusCode: "200", responseTemplates: {} } },
      }),
      request: { line: "POST ~", body: '{"stateMachineArn": "arn"}' },
      response: { body: "{}" },
      expect: { status: 200, body: "{}", backend: { body: '{"stateMachineArn": "arn"}' } },
    },
  ),
  example("6.2 T:test_apigateway_s3_any", "S3's errors with the status 200 of the only response", {
    operation: service("s3:path/bucket/{object_path}", {
      httpMethod: "ANY",
      requestParameters: {
        "integration.request.path.object_path": "method.request.path.object_path",
      },
    }),
    resource: "/{object_path+}",
    request: "GET ~/test.json",
    response: {
      status: 404,
      headers: { "content-type": "application/xml" },
      body: "<Error><Code>NoSuchKey</Code></Error>",
    },
    expect: { status: 200, body: "<Error><Code>NoSuchKey</Code></Error>" },
  }),
  example("6.2 T:test_apigateway_s3_method_mapping", "a GET that puts an object", {
    operation: service("s3:path/bucket/test.json", {
      httpMethod: "PUT",
      requestParameters: { "integration.request.header.Content-Type": "'application/json'" },
      requestTemplates: { "application/json": '{"message": "great success!"}' },
    }),
    request: "GET ~",
    response: { body: "" },
    expect: {
      status: 200,
      body: "",
      backend: {
        method: "PUT",
        body: '{"message": "great success!"}',
        "headers.content-type": "application/json",
      },
    },
  }),
];

export const recordedIntegrations: Table = {
  title: "recorded answers of mocks, endpoints and services",
  cases: [...mocks, ...endpoints],
};
