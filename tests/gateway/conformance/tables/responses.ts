import type { IntegrationDefinition } from "../../../../local/gateway/openapi.ts";
import {
  example,
  type Case,
  type Expectation,
  type FunctionResponse,
  type Table,
} from "../case.ts";
import { http, httpProxy, integration, lambda, mock } from "../operations.ts";

const selection = "1.8 D:api-gateway-integration-settings-integration-response";
const passthrough = "1.9 D:integration-passthrough-behaviors";

/** An endpoint's status, and the status of the selected response. */
const selected = (name: string, received: number, status: number, fact = selection): Case => ({
  fact: fact as Case["fact"],
  name,
  operation: http({
    responses: {
      "2\\d{2}": { statusCode: "201" },
      "4\\d{2}": { statusCode: "400" },
      "50[0-3]": { statusCode: "502" },
      default: { statusCode: "299" },
    },
  }),
  request: "POST ~",
  response: { status: received },
  expect: { status, body: "{}" },
});

const handled = "1.8 D:handle-errors-in-lambda-integration";

/** A function's output for a rendered event, and the client's response. */
const invoked = (
  name: string,
  response: FunctionResponse,
  expect: Expectation,
  definition: IntegrationDefinition = {},
): Case => ({
  fact: handled,
  name: `a function without a proxy: ${name}`,
  operation: integration({
    ...lambda()["x-amazon-apigateway-integration"],
    type: "aws",
    requestTemplates: { "application/json": "{\"name\":$input.json('$.n')}" },
    responses: {
      ".*not found.*": {
        statusCode: "404",
        responseTemplates: { "application/json": "$input.path('$.errorMessage')" },
      },
      default: { statusCode: "200" },
    },
    ...definition,
  }),
  request: { line: "POST ~", body: '{"n":"x"}' },
  response,
  expect,
});

const templates = { "application/json": "T" };

/** Behavior, templates and content type, and the body that the endpoint receives; 415 if none. */
const passes = (
  passthroughBehavior: string,
  requestTemplates: Record<string, string>,
  type: string | undefined,
  body: string | 415,
): Case => ({
  fact: passthrough,
  name: `${passthroughBehavior}, ${Object.keys(requestTemplates).join() || "no templates"}, ${type ?? "no type"}: ${body}`,
  operation: http({ passthroughBehavior, requestTemplates }),
  request: { line: "POST ~", headers: type ? { "Content-Type": type } : {}, body: "unchanged" },
  expect:
    body === 415
      ? { status: 415, body: '{"message": "Unsupported Media Type"}', backend: null }
      : { status: 200, backend: { body } },
});

export const selectionAndPassthrough: Table = {
  title: "1.8 and 1.9 response selection, passthrough",
  cases: [
    selected("a pattern on the status", 200, 201),
    selected("another pattern", 404, 400),
    selected("a pattern with a range", 503, 502),
    selected("the default for other statuses", 302, 299),
    selected("an endpoint's 5xx is not a gateway error", 599, 299),
    example(selection, "no matching response and no default", {
      operation: http({ responses: { "2\\d{2}": { statusCode: "200" } } }),
      request: "POST ~",
      response: { status: 404 },
      expect: { status: 500, body: '{"message": "Internal server error"}' },
    }),
    invoked(
      "its return value is the response",
      { returns: { made: 1 } },
      { status: 200, body: '{"made":1}', backend: { name: "x", headers: undefined } },
    ),
    invoked(
      "an error's message selects the response",
      { throws: "thing not found" },
      { status: 404, body: "thing not found" },
    ),
    invoked(
      "patterns have Java's syntax, ignoring case",
      { throws: "line one\nThing NOT Found (x)" },
      { status: 410, body: /NOT Found/ },
      { responses: { "(?i).*\\Qnot found (\\E.*": { statusCode: "410" } } },
    ),
    invoked(
      "an error without a matching pattern selects the default",
      { throws: "oops" },
      { status: 200, body: /"errorMessage":"oops"/ },
    ),
    invoked(
      ".* also matches a null message",
      { returns: 1 },
      { status: 500, body: "1" },
      { responses: { ".*": { statusCode: "500" } } },
    ),
    invoked(
      "an event that is not JSON",
      { returns: 1 },
      { status: 400, body: /Could not parse request body into json: /, backend: null },
      { requestTemplates: { "application/json": "oops" } },
    ),
    invoked("Lambda refuses the call", { refuses: 404 }, { status: 500 }),
    example("1.8 D:handle-errors-in-lambda-integration", ".* matches everything", {
      operation: http({ responses: { ".*": { statusCode: "202" } } }),
      request: "POST ~",
      expect: { status: 202 },
    }),
    {
      fact: "6.1 T:test_http_integration_invoke_status_code_passthrough",
      name: "the default is used for every status if there are no patterns",
      operation: http(),
      request: "POST ~",
      response: { status: 500, body: "oops" },
      expect: { status: 200, body: "oops" },
    },
    example(selection, "a proxied endpoint's status is kept despite response patterns", {
      operation: httpProxy({ responses: { "4\\d{2}": { statusCode: "200" } } }),
      response: { status: 404, body: "none" },
      expect: { status: 404, body: "none" },
    }),
    ...(
      [
        ["text/xml", "<j/>", "text/xml"],
        ["text/html", "{}", "application/json"],
        [undefined, "{}", "application/json"],
      ] as const
    ).map(([accept, body, type]): Case => ({
      fact: "1.8 LS",
      name: `accepting ${accept ?? "nothing"} selects the template of ${type}`,
      operation: mock("", {
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: { "text/xml": "<j/>", "application/json": "{}" },
          },
        },
      }),
      request: { line: "GET ~", headers: accept ? { Accept: accept } : {} },
      expect: { status: 200, body, headers: { "content-type": type } },
    })),
    example("1.8 LS", "the first template is used if there is none for JSON", {
      operation: mock("", {
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: { "text/xml": "<j/>", "text/csv": "j" },
          },
        },
      }),
      expect: { status: 200, body: "<j/>", headers: { "content-type": "text/xml" } },
    }),
    passes("when_no_match", templates, "application/json", "T"),
    passes("when_no_match", templates, undefined, "T"),
    passes("when_no_match", templates, "text/plain", "unchanged"),
    passes("when_no_match", {}, "text/plain", "unchanged"),
    passes("when_no_templates", templates, "application/json", "T"),
    passes("when_no_templates", templates, undefined, "T"),
    passes("when_no_templates", templates, "text/plain", 415),
    passes("when_no_templates", {}, "text/plain", "unchanged"),
    passes("never", templates, "application/json", "T"),
    passes("never", templates, undefined, "T"),
    passes("never", templates, "text/plain", 415),
    passes("never", {}, "application/json", 415),
    { ...passes("never", { $default: "D" }, "text/plain", "D"), fact: "1.3 LS" },
    example("1.3 D:api-gateway-swagger-extensions-integration", "when_no_match is the default", {
      operation: integration({
        ...http({ requestTemplates: templates })["x-amazon-apigateway-integration"],
      }),
      request: { line: "POST ~", headers: { "Content-Type": "text/plain" }, body: "unchanged" },
      expect: { status: 200, backend: { body: "unchanged", "headers.content-type": "text/plain" } },
    }),
  ],
};
