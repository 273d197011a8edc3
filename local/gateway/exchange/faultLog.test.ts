import assert from "node:assert/strict";
import type { IntegrationDefinition, OpenApiDocument } from "../openapi.ts";
import { createModel, lambda, serve, type FunctionResponse } from "../testing/gateway.ts";

const text = { "content-type": "text/plain" };
const json = { "content-type": "application/json" };

/** What the backend of `aws` integrations returns. */
const object = {
  status: 200,
  body: Buffer.from("hunter2"),
  headers: new Map([["content-type", ["text/plain"]]]),
};

const service = (definition: IntegrationDefinition): IntegrationDefinition => ({
  type: "aws",
  uri: "arn:aws:apigateway:eu-west-1:s3:path/bucket/key",
  httpMethod: "GET",
  credentials: "arn:aws:iam::123456789012:role/r",
  responses: { default: { statusCode: "200" } },
  ...definition,
});

const mock = (template: string): IntegrationDefinition => ({
  type: "mock",
  requestTemplates: { "application/json": template },
  responses: { default: { statusCode: "200" } },
});

describe("the log of faults", () => {
  type Given = IntegrationDefinition | FunctionResponse;
  const isIntegration = (given: Given): given is IntegrationDefinition => "type" in given;

  async function faultsOf(given: Given, headers: Record<string, string>): Promise<string[]> {
    const lines: string[] = [];
    const post = isIntegration(given) ? { "x-amazon-apigateway-integration": given } : lambda();
    const document: OpenApiDocument = { paths: { "/things/{id}": { post } } };
    const gateway = await serve(
      createModel(document, {}, { binaryMediaTypes: ["image/png"] }),
      isIntegration(given) ? {} : given,
      {
        callService: async () => object,
        writeFaultLog: (line) => lines.push(line),
      },
    );
    const init = { method: "POST", headers, body: '{"password":"hunter2"' };
    await (await fetch(`${gateway.url}/things/hunter2?token=hunter2`, init)).arrayBuffer();
    await gateway.close({ graceMs: 0 });
    return lines;
  }

  const toBinary = { default: { statusCode: "200", contentHandling: "CONVERT_TO_BINARY" } };
  const template = { "application/json": "$util.parseJson($input.body)" };
  const readingResponse = { default: { statusCode: "200", responseTemplates: template } };
  for (const [what, given, status, reason, headers = json] of [
    [
      "text that is decoded from base64",
      service({ responses: toBinary }),
      500,
      /^contentHandling decodes base64/,
    ],
    [
      "a template for a binary body",
      service({ requestTemplates: { "image/png": "x" } }),
      500,
      /^A template cannot read the request's body/,
      { "content-type": "image/png" },
    ],
    [
      "no integration response",
      service({ responses: { "4..": { statusCode: "400" } } }),
      500,
      /^No integration response has a pattern/,
    ],
    ["a response that is no JSON", service({ responses: readingResponse }), 500, /is not JSON/],
    ["a text that is no JSON", mock("$util.parseJson($input.body)"), 500, /is not JSON/],
    [
      "a mock without a status",
      mock("{}"),
      500,
      /^The request template of the mock renders no statusCode/,
    ],
    [
      "a regular expression that takes too long",
      mock("#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$a.matches('(a+)+')"),
      500,
      /^A regular expression took longer than 1000 ms/,
    ],
    ["an unexpected error", () => Promise.reject(new TypeError("a bug")), 500, /^a bug$/],
    [
      "a function that failed",
      async () => ({ payload: "{}", functionError: "Unhandled" }),
      502,
      /^The function failed/,
    ],
    ["a malformed output", { statusCode: 200, hunger: 1 }, 502, /unknown key "hunger"/],
    ["a backend's own 5xx", { statusCode: 503 }, 503, /backend responded with 503/],
    ["nothing for other statuses", { statusCode: 404 }, undefined, undefined, text],
  ] as const) {
    it(`says why: ${what}`, async () => {
      const lines = await faultsOf(given as Given, headers);

      assert.equal(lines.length, status === undefined ? 0 : 1);
      if (status === undefined) return;
      const line = JSON.parse(lines[0]!) as Record<string, unknown>;
      assert.equal(line["status"], status);
      assert.equal(line["route"], "POST /things/{id}");
      assert.match(String(line["requestId"]), /^[\da-f-]{36}$/);
      assert.match(String(line["error"]), reason);
      // Neither bodies nor paths nor queries.
      assert.doesNotMatch(lines[0]!, /hunter2/);
    });
  }
});
