/** What LocalStack's maintainers tried by hand on AWS, by their unit tests and pull requests. */
import { example, type Case, type Expectation, type Table } from "../case.ts";
import { http, mock } from "../operations.ts";

const mocks = "2.7 F localstack#11148, #11967, aws-cdk#5997";
const parameters = "1.7 F localstack, test_parameters_mapping";
const responses = "1.8 F localstack, test_handler_integration_response";

const mocked = (rendered: string, status: number): Case =>
  example(mocks, `a mock's ${rendered}: ${status}`, {
    operation: mock("{}", { requestTemplates: { "application/json": rendered } }),
    expect: { status },
  });

const overridden = (value: string, status: number): Case =>
  example(responses, `the status ${value} set by a template: ${status}`, {
    operation: mock(`#set($context.responseOverride.status = ${value})x`),
    expect: { status },
  });

/** A preflight with a type that has no template: the body is the mock's status. */
const unmapped = (body: string, status: number): Case =>
  example("2.7 F aws-sam-cli#2483, smithy#2289", `a form ${body || "without a body"}: ${status}`, {
    operation: mock("{}"),
    request: {
      line: "OPTIONS ~",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body,
    },
    expect: { status },
  });

/** A header that is mapped from the body. */
const mapped = (
  name: string,
  source: string,
  body: string | undefined,
  header: string | undefined,
  expect: Expectation = { status: 200, backend: { "headers.x-b": header } },
): Case =>
  example(parameters, name, {
    operation: http({ requestParameters: { "integration.request.header.x-b": source } }),
    request: { line: "POST ~", ...(body !== undefined && { body }) },
    expect,
  });

const pet = "method.request.body.store.pets[0].name";
const invalid = {
  status: 400,
  body: '{"message": "Invalid JSON in request body"}',
  headers: { "x-amzn-errortype": "BadRequestException" },
  backend: null,
};

export const triedOnAws: Table = {
  title: "tried on AWS by hand",
  cases: [
    ...[
      '{"statusCode": 200}',
      "{statusCode: 200}",
      '{"statusCode": 0}',
      '{"statusCode": -1000}',
    ].map((rendered) => mocked(rendered, 200)),
    ...['{"statusCode": "200"}', '{"statusCode": 200', "{}", "200"].map((rendered) =>
      mocked(rendered, 500),
    ),
    unmapped("", 500),
    unmapped("a=1", 500),
    unmapped('{"statusCode":200}', 200),
    overridden("500", 500),
    ...["600", "99", '"x"'].map((value) => overridden(value, 200)),
    {
      ...overridden("100", 200),
      name: "a status after which clients would wait is ignored. (AWS is not known to)",
    },
    mapped("the whole body", "method.request.body", "<a body>", "<a body>"),
    mapped("no body is {}", "method.request.body", undefined, "{}"),
    mapped("a part of the body", pet, '{"store":{"pets":[{"name":"Rex"}]}}', "Rex"),
    mapped("a missing part", pet, '{"store":{"pets":{"name":"Rex"}}}', undefined),
    mapped("a part of an object without an end", pet, "\n{wrong", undefined, invalid),
    mapped("an object without an end", "method.request.body", "\n{wrong", undefined, invalid),
    example(parameters, "single and multiple values", {
      operation: http({
        requestParameters: {
          "integration.request.header.single": "method.request.header.x-many",
          "integration.request.header.multi": "method.request.multivalueheader.x-many",
          "integration.request.querystring.single": "method.request.querystring.q",
          "integration.request.querystring.multi": "method.request.multivaluequerystring.q",
        },
      }),
      request: { line: "POST ~?q=1&q=2", headers: { "x-many": ["a", "b"] } },
      expect: {
        status: 200,
        backend: {
          "headers.single": "b",
          "headers.multi": "a,b",
          query: "single=2&multi=1&multi=2",
        },
      },
    }),
    example(parameters, "a template's header replaces a mapped one in another case", {
      operation: http({
        requestParameters: { "integration.request.header.myHeader": "'mapped'" },
        requestTemplates: {
          "application/json": '#set($context.requestOverride.header.myheader = "set")',
        },
      }),
      request: "POST ~",
      expect: { status: 200, backend: { "headers.myheader": "set" } },
    }),
  ],
};
