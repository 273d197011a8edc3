import { example, type Case, type Table } from "../case.ts";
import {
  apiKeyScheme,
  integration,
  lambda,
  lambdaAuthorizer,
  mock,
  secured,
} from "../operations.ts";

const cors = "2.7 D:how-to-cors";
const mocks = "2.7 T:test_api_gateway_mock_integration";

/** A mock with this request template and distinct responses. */
const mocked = (name: string, template: string, status: number): Case => ({
  fact: mocks,
  name,
  operation: integration({
    type: "mock",
    requestTemplates: { "application/json": template },
    responses: {
      default: { statusCode: "200" },
      "404": { statusCode: "404" },
      "5\\d{2}": { statusCode: "503" },
    },
  }),
  expect: { status },
});

const allowed = {
  "method.response.header.Access-Control-Allow-Headers":
    "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
  "method.response.header.Access-Control-Allow-Methods": "'DELETE,GET,HEAD,OPTIONS,PUT,POST,PATCH'",
  "method.response.header.Access-Control-Allow-Origin": "'*'",
};

export const crossOrigin: Table = {
  title: "2.7 CORS and mocks",
  document: {
    components: {
      securitySchemes: { partners: lambdaAuthorizer({ type: "token" }), api_key: apiKeyScheme },
    },
    paths: {
      "/things": {
        get: secured("partners", "api_key"),
        options: mock("", {
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          passthroughBehavior: "never",
          responses: { default: { statusCode: "200", responseParameters: allowed } },
        }),
      },
    },
  },
  cases: [
    example(cors, "a mock responds to a preflight without authorization and key", {
      request: {
        line: "OPTIONS /dev/things",
        headers: { Origin: "https://example.com", "Access-Control-Request-Method": "GET" },
      },
      expect: {
        status: 200,
        body: "",
        headers: {
          "access-control-allow-origin": "*",
          "access-control-allow-methods": "DELETE,GET,HEAD,OPTIONS,PUT,POST,PATCH",
          "access-control-allow-headers":
            "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
        },
        backend: null,
        authorizer: null,
      },
    }),
    example(cors, "a preflight fails without OPTIONS", {
      operation: { get: lambda() },
      request: { line: "OPTIONS ~", headers: { Origin: "https://example.com" } },
      expect: { status: 403, headers: { "access-control-allow-origin": null } },
    }),
    example(cors, "a function responds to preflights itself", {
      operation: lambda(),
      request: { line: "OPTIONS ~", headers: { Origin: "https://example.com" } },
      response: { returns: { statusCode: 204, headers: { "Access-Control-Allow-Origin": "*" } } },
      expect: {
        status: 204,
        headers: { "access-control-allow-origin": "*" },
        backend: { httpMethod: "OPTIONS", "headers.Origin": "https://example.com" },
      },
    }),
    example(cors, "no headers are added to a function's response", {
      operation: lambda(),
      request: { line: "GET ~", headers: { Origin: "https://example.com" } },
      expect: { status: 200, headers: { "access-control-allow-origin": null } },
    }),
    example(cors, "no headers are added to a gateway error", {
      request: { line: "GET /dev/things", headers: { Origin: "https://example.com" } },
      expect: { status: 401, headers: { "access-control-allow-origin": null } },
    }),
    mocked("the template's status selects the response", '{"statusCode": 404}', 404),
    mocked("a pattern selects the response", '{"statusCode": 502}', 503),
    mocked("the default is used if nothing matches", '{"statusCode": 201}', 200),
    mocked("lenient JSON is accepted", "{statusCode: 404}", 404),
    mocked(
      "a template may use conditions",
      '#if($context.httpMethod == "GET"){"statusCode": 404}#end',
      404,
    ),
    mocked("a missing status is an error", "{}", 500),
    mocked("an empty template is an error", "", 500),
    mocked("a status that is not a number is an error", '{"statusCode": "ok"}', 500),
    example(mocks, "the request's body may contain the status if there is no template", {
      operation: mock("made", { requestTemplates: {} }),
      request: { line: "POST ~", body: '{"statusCode": 200}' },
      expect: { status: 200, body: "made" },
    }),
  ],
};
