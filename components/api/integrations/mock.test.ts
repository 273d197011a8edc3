import assert from "node:assert/strict";
import { from, mock } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

describe("mock", () => {
  it("declares its status and headers, and needs no role", async () => {
    const api = await compiled({
      "GET /x": mock({ status: 503, headers: { "Retry-After": "60" } }),
    });

    const { responses, "x-amazon-apigateway-integration": integration } = api.operation("GET /x");
    assert.deepEqual(api.grants, {});
    assert.equal(integration.type, "mock");
    assert.equal(integration.requestTemplates["application/json"], '{"statusCode": 503}');
    assert.equal(integration.responses["default"]?.statusCode, "503");
    assert.deepEqual(Object.keys(responses), ["503"]);
  });

  it("has a template for an empty text, because its type is lost otherwise", async () => {
    const api = await compiled({ "GET /x": mock({ contentType: "text/plain", body: "" }) });

    const { responses } = api.operation("GET /x")["x-amazon-apigateway-integration"];
    assert.deepEqual(responses["default"]?.responseTemplates, {
      "text/plain": "#set($nothing = '')",
    });
  });

  itRefuses("GET /x", (options: Parameters<typeof mock>[0]) => mock(options), [
    ["an invalid status", { status: 99 }, /200 to 599/],
    ["a body with status 204", { status: 204, body: {} }, /a 204 response has none/],
    ["an object as text", { contentType: "text/plain", body: {} }, /body is not a string/],
    [
      "a type with parameters",
      { contentType: "text/plain; a=b", body: "" },
      /contentType is .*without parameters/,
    ],
    [
      "a header with an apostrophe",
      { headers: { A: "it's" } },
      /headers.A is .*printable ASCII without apostrophes/,
    ],
    [
      "a header with a line break",
      { headers: { A: "a\r\nB: c" } },
      /headers.A is .*printable ASCII without apostrophes/,
    ],
    ["the request's body", { body: { a: from.body() } }, /reads the request's body/],
    ["the request's parameters", { body: { a: from.query("a") } }, /reads the request's query/],
  ]);

  it("treats fields that only look like a template's as JSON", async () => {
    const body = { a: { encode: "utf8", value: "x" }, b: { join: [1, 2] } };
    const api = await compiled({ "GET /x": mock({ body }) });

    const { responses } = api.operation("GET /x")["x-amazon-apigateway-integration"];
    assert.deepEqual(
      JSON.parse(responses["default"]!.responseTemplates!["application/json"]!),
      body,
    );
  });
});
