import type { Operation } from "../../../../local/gateway/openapi.ts";
import { example, type Case, type Table } from "../case.ts";
import { lambda } from "../operations.ts";

const page = "1.10 D:api-gateway-method-request-validation";
const recorded = "1.10 T:test_api_gateway_request_validator";

const parameters = [
  { name: "id", in: "path", required: true },
  { name: "x-header-param", in: "header", required: true },
  { name: "qs1", in: "query", required: true },
  { name: "free", in: "query", required: false },
];
const order = { $ref: "#/components/schemas/Order" };
const requestBody = { content: { "application/json": { schema: order } } };

const parametersOnly = lambda({ parameters, "x-amazon-apigateway-request-validator": "params" });
const bodyOnly = lambda({ requestBody, parameters });
const nothing = lambda({
  requestBody,
  parameters,
  "x-amazon-apigateway-request-validator": "none",
});

/** An incomplete request, and the missing parameters in its error. */
const refused = (
  name: string,
  line: string,
  headers: Record<string, string>,
  missing: string,
): Case => ({
  fact: recorded,
  name,
  resource: "/{id}",
  operation: parametersOnly,
  request: { line, headers },
  expect: {
    status: 400,
    body: `{"message": "Missing required request parameters: [${missing}]"}`,
    headers: { "x-amzn-errortype": "BadRequestException" },
    log: `Missing required request parameters: [${missing}]`,
    backend: null,
  },
});

const body = (
  name: string,
  sent: string | undefined,
  valid: boolean,
  operation: Operation = bodyOnly,
): Case => ({
  fact: page,
  name,
  operation,
  request: { line: "POST ~", ...(sent !== undefined && { body: sent }) },
  expect: valid
    ? { status: 200, backend: { body: sent ?? null } }
    : {
        status: 400,
        body: '{"message": "Invalid request body"}',
        headers: { "x-amzn-errortype": "BadRequestException" },
        backend: null,
      },
});

const header = { "x-header-param": "h" };

export const validation: Table = {
  title: "1.10 request validation",
  stage: { accessLogFormat: "$context.error.validationErrorString" },
  document: {
    "x-amazon-apigateway-request-validator": "body",
    "x-amazon-apigateway-request-validators": {
      params: { validateRequestBody: false, validateRequestParameters: true },
      body: { validateRequestBody: true, validateRequestParameters: false },
      none: { validateRequestBody: false, validateRequestParameters: false },
    },
    components: {
      schemas: {
        Order: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", minLength: 1, maxLength: 5 },
            count: { type: "integer", minimum: 1, maximum: 9 },
            kind: { enum: ["a", "b"] },
            items: { type: "array", items: { $ref: "#/components/schemas/Item" } },
          },
          dependencies: { count: ["kind"], kind: { properties: { items: { minItems: 1 } } } },
          additionalProperties: false,
        },
        Item: { type: "object", required: ["sku"], properties: { sku: { pattern: "^[A-Z]+$" } } },
      },
    },
  },
  cases: [
    example(page, "all required parameters are present", {
      resource: "/{id}",
      operation: parametersOnly,
      request: { line: "GET ~/7?qs1=1", headers: header },
      expect: { status: 200 },
    }),
    refused("all parameters are missing", "GET ~/7", {}, "x-header-param, qs1"),
    refused("a header is missing", "GET ~/7?qs1=1", {}, "x-header-param"),
    refused("a query parameter is missing", "GET ~/7", header, "qs1"),
    refused("a query parameter is empty", "GET ~/7?qs1=", header, "qs1"),
    refused("a query parameter is blank", "GET ~/7?qs1=%20", header, "qs1"),
    refused("a header is blank", "GET ~/7?qs1=1", { "x-header-param": " " }, "x-header-param"),
    {
      ...refused(
        "a header name in another case",
        "GET ~/7?qs1=1",
        { "X-Header-Param": "h" },
        "x-header-param",
      ),
      fact: "2.3 D:api-gateway-known-issues",
    },
    {
      ...refused("a query parameter's name in another case", "GET ~/7?QS1=1", header, "qs1"),
      fact: "2.3 D:api-gateway-known-issues",
    },
    {
      fact: "1.1 D:api-gateway-known-issues",
      name: "a parameter's type, enum or pattern is not checked",
      operation: lambda({
        parameters: [
          {
            name: "n",
            in: "query",
            required: true,
            schema: { type: "integer", enum: [1] },
          } as never,
        ],
        "x-amazon-apigateway-request-validator": "params",
      }),
      request: "GET ~?n=text",
      expect: { status: 200 },
    },
    example(page, "a validator for bodies does not check parameters", {
      resource: "/{id}",
      operation: bodyOnly,
      request: { line: "POST ~/7", body: '{"name":"n"}' },
      expect: { status: 200 },
    }),
    {
      fact: "1.2 D:api-gateway-swagger-extensions",
      name: "an operation's validator overrides the API's",
      resource: "/{id}",
      operation: nothing,
      request: { line: "POST ~/7", body: "{}" },
      expect: { status: 200 },
    },
    body("a valid body", '{"name":"n","count":1,"kind":"a","items":[{"sku":"A"}]}', true),
    body("a missing property", "{}", false),
    body("a missing body counts as {}", undefined, false),
    body("a property of another type", '{"name":1}', false),
    body("a string that is too short", '{"name":""}', false),
    body("a string that is too long", '{"name":"123456"}', false),
    body("a number that is too large", '{"name":"n","count":10}', false),
    body("a number that is not an integer", '{"name":"n","count":1.5}', false),
    body("a value outside of the enum", '{"name":"n","kind":"c"}', false),
    body("an additional property", '{"name":"n","more":1}', false),
    body("an item that does not match its model", '{"name":"n","items":[{}]}', false),
    body("a string that does not match its pattern", '{"name":"n","items":[{"sku":"a"}]}', false),
    body("a missing dependency of a property", '{"name":"n","count":1}', false),
    body("a property whose dependent schema fails", '{"name":"n","kind":"a","items":[]}', false),
    body("invalid JSON", '{"name":', false),
    body("null", "null", false),
    body("a list", "[]", false),
    body(
      "a missing body is valid if {} is",
      undefined,
      true,
      lambda({ requestBody: { content: { "application/json": { schema: { type: "object" } } } } }),
    ),
    example("1.10 F", "only the access log has the details", {
      operation: bodyOnly,
      request: { line: "POST ~", body: "{}" },
      expect: { status: 400, body: '{"message": "Invalid request body"}', log: /name/ },
    }),
    example(page, "a body without a model for its type is not checked", {
      operation: bodyOnly,
      request: { line: "POST ~", headers: { "Content-Type": "text/plain" }, body: "free" },
      expect: { status: 200, backend: { body: "free" } },
    }),
    example(page, "a body without a content type is JSON", {
      operation: bodyOnly,
      request: { line: "POST ~", body: '{"name":1}' },
      expect: { status: 400 },
    }),
    {
      fact: "1.1 D:api-gateway-known-issues",
      name: "models are draft 4: exclusiveMinimum is not a number, const is unknown",
      operation: lambda({
        requestBody: { content: { "application/json": { schema: { const: 1, default: 2 } } } },
      }),
      request: { line: "POST ~", body: "3" },
      expect: { status: 200 },
    },
  ],
};
