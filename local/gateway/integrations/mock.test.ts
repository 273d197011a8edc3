import assert from "node:assert/strict";
import type { IntegrationDefinition } from "../openapi.ts";
import { createModel, serve } from "../testing/gateway.ts";
import { send, type RawResponse } from "../testing/http.ts";

/** The preflight that "Enable CORS" creates. */
const preflight: IntegrationDefinition = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  passthroughBehavior: "never",
  responses: {
    default: {
      statusCode: "200",
      responseParameters: {
        "method.response.header.Access-Control-Allow-Origin": "'*'",
        "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
      },
    },
  },
};

async function call(
  integration: IntegrationDefinition,
  request: { headers?: string[]; body?: string; binaryMediaTypes?: string[] } = {},
): Promise<RawResponse> {
  const operation = { "x-amazon-apigateway-integration": integration };
  const { binaryMediaTypes = [], ...rest } = request;
  const api = createModel({ paths: { "/": { options: operation } } }, {}, { binaryMediaTypes });
  const gateway = await serve(api);
  const response = await send(gateway.port, "/dev", { method: "OPTIONS", ...rest });
  await gateway.close({ graceMs: 1000 });
  return response;
}

describe("a mock integration", () => {
  it("responds to a preflight with its static headers and without a trace", async () => {
    const response = await call(preflight);

    assert.equal(response.status, 200);
    assert.equal(response.headers["access-control-allow-origin"], "*");
    assert.equal(response.headers["access-control-allow-methods"], "GET,OPTIONS");
    assert.equal(response.headers["content-type"], "application/json");
    assert.equal(response.headers["x-amzn-trace-id"], undefined);
    assert.equal(response.text, "");
  });

  it("chooses the response whose pattern matches the template's status", async () => {
    const responses = {
      default: { statusCode: "500" },
      "2\\d{2}": { statusCode: 204 },
      "4\\d{2}": { statusCode: "404", responseTemplates: { "text/plain": "nothing here" } },
    };

    const found = await call({ ...preflight, responses });
    const missing = await call({
      ...preflight,
      requestTemplates: { "application/json": "{statusCode: 404}" },
      responses,
    });

    assert.equal(found.status, 204);
    assert.deepEqual([missing.status, missing.text], [404, "nothing here"]);
    assert.equal(missing.headers["content-type"], "text/plain");
  });

  const broken: [title: string, change: Partial<IntegrationDefinition>][] = [
    ["its template yields no status", { requestTemplates: { "application/json": "{}" } }],
    ["no response matches", { responses: { "4\\d{2}": { statusCode: "404" } } }],
    ["it has no response", { responses: {} }],
  ];
  for (const [title, change] of broken) {
    it(`responds with 500 when ${title}`, async () => {
      const response = await call({ ...preflight, ...change });

      assert.equal(response.status, 500);
    });
  }

  it("responds with 500 when every type is binary and its template is not converted to text", async () => {
    const binaryMediaTypes = ["*/*"];

    const plain = await call(preflight, { binaryMediaTypes });
    const converting = await call(
      { ...preflight, contentHandling: "CONVERT_TO_TEXT" },
      { binaryMediaTypes },
    );

    assert.deepEqual([plain.status, converting.status], [500, 200]);
  });

  const xml = { headers: ["Content-Type", "text/xml; charset=utf-8"], body: '{"statusCode": 200}' };
  const passthrough: [behavior: string | undefined, templates: boolean, status: number][] = [
    ["never", true, 415],
    ["never", false, 415],
    ["when_no_templates", true, 415],
    ["when_no_templates", false, 200],
    ["when_no_match", true, 200],
    [undefined, true, 200],
  ];
  for (const [passthroughBehavior, templates, status] of passthrough) {
    it(`responds with ${status} to another content type with ${passthroughBehavior} and ${templates ? "a template" : "no templates"}`, async () => {
      const requestTemplates = templates ? preflight.requestTemplates! : {};
      const integration = { type: "mock", responses: preflight.responses!, requestTemplates };

      const response = await call(
        { ...integration, ...(passthroughBehavior && { passthroughBehavior }) },
        xml,
      );

      assert.equal(response.status, status);
    });
  }

  it("uses the template $default for any content type", async () => {
    const requestTemplates = { $default: '{"statusCode": 200}' };

    const response = await call({ ...preflight, requestTemplates }, { ...xml, body: "" });

    assert.equal(response.status, 200);
  });

  // Recorded on AWS by LocalStack (test_integration_mock_with_response_override_in_request_template,
  // .._request_overrides_in_response_template).
  it("honours the overrides of its request template, and passes them on to the response template", async () => {
    const response = await call({
      ...preflight,
      requestTemplates: {
        "application/json":
          "#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = 'bar')" +
          "#set($context.responseOverride.custom = 'own')#set($context.requestOverride.path.body = 'p')" +
          '{"statusCode": 200}',
      },
      responses: {
        default: {
          statusCode: "200",
          responseTemplates: {
            "application/json":
              "#set($o = $context.responseOverride)$o.status $o.header.foo $o.custom $context.requestOverride.path.body",
          },
        },
      },
    });

    assert.deepEqual([response.status, response.text], [444, "444 bar own p"]);
    assert.equal(response.headers["foo"], "bar");
  });
});
