import assert from "node:assert/strict";
import { once } from "node:events";
import type { IntegrationDefinition, OpenApiDocument } from "../openapi.ts";
import {
  RoleError,
  type ServiceRequest,
  type ServiceResponse,
} from "../integrations/aws/service.ts";
import { createModel, serve, type TestGateway } from "../testing/gateway.ts";

const uri = "arn:aws:apigateway:eu-west-1:s3:path/bucket/{key}";

describe("a non-proxy integration", () => {
  let gateway: TestGateway | undefined;
  let sent: ServiceRequest | undefined;
  afterEach(() => gateway?.close({ graceMs: 0 }));
  interface Scene {
    readonly binaryMediaTypes?: string[];
    readonly returned?: Partial<Omit<ServiceResponse, "headers">> & {
      headers?: Record<string, string>;
    };
    readonly fails?: Error | "silent";
  }

  async function call(
    definition: IntegrationDefinition,
    { binaryMediaTypes = [], returned = {}, fails }: Scene = {},
    init: RequestInit = {},
    path = "/things/a%20b?q=1&q=2",
  ) {
    const integration: IntegrationDefinition = {
      type: "aws",
      uri,
      httpMethod: "POST",
      credentials: "arn:aws:iam::123456789012:role/r",
      responses: { default: { statusCode: "200" } },
      ...definition,
    };
    const document: OpenApiDocument = {
      paths: { "/things/{id}": { post: { "x-amazon-apigateway-integration": integration } } },
    };
    sent = undefined;
    gateway = await serve(
      createModel(document, {}, { binaryMediaTypes }),
      {},
      {
        callService: async (request, signal) => {
          sent = request;
          if (fails === "silent") await once(signal, "abort");
          if (fails) throw fails;
          const { status = 200, headers = {}, body = Buffer.from("{}") } = returned;
          return {
            status,
            body,
            headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
          };
        },
      },
    );
    const response = await fetch(`${gateway.url}${path}`, { method: "POST", ...init });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString() };
  }

  const json = { "Content-Type": "application/json" };
  const plain = { "Content-Type": "text/plain" };
  const template = { "application/json": "T" };

  // API Gateway Developer Guide, "Method request behavior for payloads without mapping templates".
  describe("passes bodies through", () => {
    for (const [behavior, templates, headers, expected] of [
      ["when_no_match", template, json, "T"],
      ["when_no_match", template, { "Content-Type": "application/json; charset=utf-8" }, "T"],
      ["when_no_match", template, plain, "body"],
      ["when_no_match", {}, plain, "body"],
      ["when_no_templates", template, json, "T"],
      ["when_no_templates", template, plain, 415],
      ["when_no_templates", {}, plain, "body"],
      ["never", template, json, "T"],
      ["never", template, plain, 415],
      ["never", {}, plain, 415],
    ] as const) {
      it(`with ${behavior}, ${Object.keys(templates).length} templates and ${headers["Content-Type"]}: ${expected}`, async () => {
        const { status } = await call(
          { passthroughBehavior: behavior, requestTemplates: templates },
          {},
          { headers, body: "body" },
        );

        assert.equal(status, typeof expected === "number" ? expected : 200);
        assert.equal(sent?.body, typeof expected === "number" ? undefined : expected);
      });
    }
  });

  it("maps parameters, with case-sensitive header names", async () => {
    const from = (name: string) => `integration.request.${name}`;
    await call(
      {
        requestParameters: {
          [from("path.key")]: "method.request.path.id",
          [from("querystring.last")]: "method.request.querystring.q",
          [from("querystring.all")]: "method.request.multivaluequerystring.q",
          [from("querystring.none")]: "method.request.querystring.none",
          [from("header.X-Fixed")]: "'it is'",
          [from("header.X-Same")]: "method.request.header.X-Given",
          [from("header.X-Other")]: "method.request.header.x-given",
          [from("header.X-Stage")]: "context.stage",
        },
      },
      {},
      { headers: { "X-Given": "h" } },
    );

    assert.equal(sent?.path, "/bucket/a%20b");
    assert.deepEqual(sent?.query, { last: "2", all: ["1", "2"] });
    const { "x-fixed": fixed, "x-stage": stage } = sent!.headers;
    assert.deepEqual([fixed, stage], ["it is", "dev"]);
    assert.deepEqual([sent!.headers["x-same"], sent!.headers["x-other"]], ["h", undefined]);
  });

  for (const name of ["Authorization", "content-length", "TE", "X-Amzn-Trace-Id"]) {
    it(`responds with 500 for a mapping to ${name}`, async () => {
      const { status } = await call({
        requestParameters: { [`integration.request.header.${name}`]: "'x'" },
      });

      assert.equal(status, 500);
      assert.equal(sent, undefined);
    });
  }

  it("lets a template override mapped parameters", async () => {
    await call(
      {
        requestParameters: { "integration.request.path.key": "'mapped'" },
        requestTemplates: {
          "application/json":
            '#set($context.requestOverride.path.key = "over/ridden")#set($context.requestOverride.header.X-A = "a")',
        },
      },
      {},
      { headers: json, body: "{}" },
    );

    assert.equal(sent?.path, "/bucket/over/ridden");
    assert.equal(sent?.headers["x-a"], "a");
  });

  for (const [id, path] of [
    ["..", "/bucket/%2E%2E"],
    ["a?acl", "/bucket/a%3Facl"],
    ["a%3Facl", "/bucket/a%3Facl"],
    ["a#b", "/bucket/a%23b"],
    ["ü", "/bucket/%C3%BC"],
  ] as const) {
    it(`keeps ${id} within its path segment`, async () => {
      const mapping = { "integration.request.path.key": "method.request.querystring.key" };
      const query = `/things/x?key=${encodeURIComponent(id)}`;

      await call({ requestParameters: mapping }, {}, {}, query);

      assert.equal(sent?.path, path);
    });
  }

  describe("selects the response by the service's status", () => {
    const responses = {
      "2\\d{2}": { statusCode: "201" },
      "40[34]": { statusCode: "404", responseTemplates: { "application/json": "none" } },
      default: { statusCode: "502", responseTemplates: { "application/json": "failed" } },
    };
    for (const [status, expected] of [
      [204, 201],
      [403, 404],
      [404, 404],
      [400, 502],
      [1201, 502],
    ] as const) {
      it(`${status}: ${expected}`, async () => {
        assert.equal((await call({ responses }, { returned: { status } })).status, expected);
      });
    }

    it("500 if none matches and there is no default", async () => {
      const responses = { 200: { statusCode: "200" } };

      assert.equal((await call({ responses }, { returned: { status: 404 } })).status, 500);
    });
  });

  it("returns only mapped headers, and the length of the rendered body", async () => {
    const { headers, text } = await call(
      {
        responses: {
          default: {
            statusCode: "200",
            responseTemplates: { "application/json": "long" },
            responseParameters: {
              "method.response.header.ETag": "integration.response.header.ETag",
              "method.response.header.Content-Length": "integration.response.header.Content-Length",
              "method.response.header.X-None": "integration.response.header.X-None",
            },
          },
        },
      },
      { returned: { headers: { etag: "e", "content-length": "2", "x-secret": "s" } } },
    );

    assert.equal(text, "long");
    assert.equal(headers.get("etag"), "e");
    assert.equal(headers.get("content-length"), "4");
    assert.equal(headers.get("x-secret"), null);
    assert.equal(headers.get("x-none"), null);
    assert.match(headers.get("x-amzn-trace-id") ?? "", /^Root=1-/);
  });

  // API Gateway Developer Guide, "Content type conversions in API Gateway".
  describe("converts contents", () => {
    const bytes = Buffer.from([0, 255, 128]);
    const base64 = Buffer.from(bytes.toString("base64"));
    const png = "image/png";

    for (const [type, handling, given, expected] of [
      [png, undefined, bytes, bytes],
      [png, "CONVERT_TO_BINARY", bytes, bytes],
      [png, "CONVERT_TO_TEXT", bytes, base64],
      ["text/plain", "CONVERT_TO_BINARY", base64, bytes],
      ["text/plain", "CONVERT_TO_TEXT", base64, base64],
      ["text/plain", "CONVERT_TO_BINARY", Buffer.from("no base64!"), undefined],
    ] as const) {
      it(`of a request of ${type} with ${handling ?? "no handling"}${expected ? "" : ": 500"}`, async () => {
        const { status } = await call(
          { ...(handling && { contentHandling: handling }) },
          { binaryMediaTypes: [png] },
          { headers: { "Content-Type": type }, body: given },
        );

        assert.equal(status, expected ? 200 : 500);
        if (expected) assert.deepEqual(Buffer.from(sent!.body), expected);
      });
    }

    for (const [type, accept, handling, given, expected] of [
      [png, png, undefined, bytes, bytes],
      [png, "*/*", undefined, bytes, base64],
      ["text/plain", png, undefined, base64, bytes],
      ["text/plain", "*/*", undefined, base64, base64],
      [png, "*/*", "CONVERT_TO_BINARY", bytes, bytes],
      [png, png, "CONVERT_TO_TEXT", bytes, base64],
      ["text/plain", png, "CONVERT_TO_TEXT", base64, base64],
      ["text/plain", png, undefined, Buffer.from("no base64!"), undefined],
    ] as const) {
      it(`of a response of ${type} for ${accept} with ${handling ?? "no handling"}${expected ? "" : ": 500"}`, async () => {
        const response = await call(
          {
            responses: {
              default: { statusCode: "200", ...(handling && { contentHandling: handling }) },
            },
          },
          { binaryMediaTypes: [png], returned: { headers: { "content-type": type }, body: given } },
          { headers: { accept } },
        );

        assert.equal(response.status, expected ? 200 : 500);
        if (expected) assert.deepEqual(response.bytes, expected);
      });
    }

    it("responds with 500 for a template with a binary body", async () => {
      const { status } = await call(
        { requestTemplates: { "application/json": "T" } },
        { binaryMediaTypes: ["*/*"] },
        { headers: json, body: "{}" },
      );

      assert.equal(status, 500);
    });
  });

  it("responds with 400 when the template reads an invalid JSON body, without calling the service", async () => {
    const template = { requestTemplates: { "application/json": "$input.path('$.a')" } };
    const { status, text } = await call(template, {}, { headers: json, body: '{"a":' });

    assert.equal(status, 400);
    assert.equal(text, '{"message": "Could not parse request body into json"}');
    assert.equal(sent, undefined);
  });

  it("responds with 500 when API Gateway may not assume the role", async () => {
    const { status, text } = await call({}, { fails: new RoleError("secret") });

    assert.deepEqual([status, text], [500, '{"message": "Internal server error"}']);
  });

  it("responds with 504 when the service does not respond in time", async () => {
    assert.equal((await call({ timeoutInMillis: 50 }, { fails: "silent" })).status, 504);
  });
});
