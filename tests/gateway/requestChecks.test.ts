import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import type { ApiDefinition } from "../../components/api/index.ts";
import { lambdaProxy } from "../../components/api/integrations/lambdaProxy.ts";
import type { RouteDefinition } from "../../components/api/route/route.ts";
import { documentOf } from "../../components/api/testing/documentOf.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import { createModel, serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
import { send } from "../../local/gateway/testing/http.ts";

const proxies = {
  orders: {
    functionName: "orders",
    functionArn: "arn:aws:lambda:eu-west-1:123456789012:function:orders",
  },
};

/** An order as a JSON Schema of draft 2020-12; `isOrder` is the same check in code. */
const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Order",
  type: "object",
  properties: {
    amount: { type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 10 },
    price: { type: "number", exclusiveMinimum: 0 },
    kind: { const: "new" },
    note: { type: ["string", "null"] },
    lines: { type: "array", items: { $ref: "#/$defs/line" } },
  },
  required: ["amount"],
  additionalProperties: false,
  $defs: { line: { type: "object", required: ["id"], properties: { id: { type: "string" } } } },
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isOrder(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { amount, price, kind, note, lines, ...others } = value;
  return (
    Number.isInteger(amount) &&
    (amount as number) > 0 &&
    (amount as number) < 10 &&
    (price === undefined || (typeof price === "number" && price > 0)) &&
    (kind === undefined || kind === "new") &&
    (note === undefined || note === null || typeof note === "string") &&
    (lines === undefined ||
      (Array.isArray(lines) &&
        lines.every((line) => isObject(line) && typeof line["id"] === "string"))) &&
    Object.keys(others).length === 0
  );
}

/** The document that the components create from routes. */
const compile = (routes: Record<string, RouteDefinition>, more: Partial<ApiDefinition> = {}) =>
  documentOf({ routes, defaultAuth: "none", ...more }, { proxies }, { region: "eu-west-1" });

describe("a route's checks, from its definition to its responses", () => {
  let gateway: TestGateway | undefined;

  afterEach(async () => {
    await gateway?.close({ graceMs: 1000 });
    gateway = undefined;
  });

  const start = async (
    routes: Record<string, RouteDefinition>,
    more: Partial<ApiDefinition> = {},
    response: object = { statusCode: 200, body: "x".repeat(5_000) },
  ) => {
    const document = (await compile(routes, more)) as unknown as OpenApiDocument;
    const { "x-amazon-apigateway-minimum-compression-size": minimumCompressionSize } = document;
    const { "x-amazon-apigateway-binary-media-types": binaryMediaTypes = [] } = document;
    const model = createModel(document, {}, { minimumCompressionSize, binaryMediaTypes });
    gateway = await serve(model, response);
    return gateway.port;
  };

  it("refuse a request without a required parameter", async () => {
    const validate = {
      query: { page: "required", size: "optional" },
      headers: { "X-Tenant": "required" },
    } as const;
    const port = await start({ "GET /orders/{id}": lambdaProxy("orders", { validate }) });

    const refused = await send(port, "/dev/orders/7?size=1");
    const passed = await send(port, "/dev/orders/7?page=2", { headers: ["X-Tenant", "acme"] });

    assert.equal(refused.status, 400);
    assert.equal(
      refused.text,
      '{"message":"Missing required request parameters: [X-Tenant, page]"}',
    );
    assert.equal(passed.status, 200);
  });

  it("accept exactly the bodies that the schema allows", async () => {
    const validate = { body: schema };
    const port = await start({ "POST /orders": lambdaProxy("orders", { validate }) });
    const body = fc.oneof(
      fc.record(
        {
          amount: fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constant(1.5), fc.constant("1")),
          price: fc.oneof(fc.double({ noNaN: true, min: -1, max: 1 }), fc.constant(0)),
          kind: fc.constantFrom("new", "old"),
          note: fc.constantFrom(null, "", 1),
          lines: fc.array(fc.constantFrom<unknown>({ id: "a" }, { id: 1 }, {}, "a")),
          valueOf: fc.constant(1),
        },
        { requiredKeys: ["amount"], noNullPrototype: true },
      ),
      fc.jsonValue(),
    );

    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        gateway!.events.length = 0;
        const text = JSON.stringify(given);
        const headers = ["Content-Type", "application/json"];

        const { status } = await send(port, "/dev/orders", { method: "POST", headers, body: text });

        const valid = isOrder(JSON.parse(text));
        assert.equal(status, valid ? 200 : 400);
        assert.equal(gateway!.events.length, valid ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });

  it("share one model in the document", async () => {
    const { components, paths } = await compile({
      "POST /orders": lambdaProxy("orders", { validate: { body: schema } }),
      "PUT /orders": lambdaProxy("orders", { validate: { body: { ...schema } } }),
      "GET /orders": lambdaProxy("orders"),
    });

    const content = {
      "application/json": { schema: { $ref: "#/components/schemas/Order" } },
    };
    assert.deepEqual(Object.keys(components.schemas ?? {}), ["Order"]);
    assert.deepEqual(paths["/orders"]?.["post"]?.["requestBody"], { required: true, content });
    assert.deepEqual(paths["/orders"]?.["put"]?.["requestBody"], { required: true, content });
    assert.equal(paths["/orders"]?.["get"]?.["x-amazon-apigateway-request-validator"], undefined);
  });

  it("use the platform's gateway responses", async () => {
    const validate = { query: { page: "required" } } as const;
    const port = await start(
      { "GET /orders": lambdaProxy("orders", { validate }) },
      {
        cors: { allowOrigin: "https://app.example.com", allowCredentials: true },
        gatewayResponses: {
          BAD_REQUEST_PARAMETERS: {
            status: 422,
            headers: { "X-Type": "$context.error.responseType" },
            body: '{"error":$context.error.messageString}',
          },
        },
      },
    );

    const { status, headers, text } = await send(port, "/dev/orders");

    assert.equal(status, 422);
    assert.equal(text, '{"error":"Missing required request parameters: [page]"}');
    assert.equal(headers["x-type"], "BAD_REQUEST_PARAMETERS");
    assert.equal(headers["x-correlation-id"], headers["x-amzn-requestid"]);
    assert.equal(headers["access-control-allow-origin"], "https://app.example.com");
    assert.equal(headers["access-control-allow-credentials"], "true");
  });

  it("respond to preflights by each path's CORS rule", async () => {
    const own = { allowOrigin: "https://own.example.com", allowCredentials: true };
    const port = await start(
      {
        "GET /own": lambdaProxy("orders", { cors: own }),
        "DELETE /own": lambdaProxy("orders", { cors: false }),
        "GET /shared": lambdaProxy("orders"),
        "ANY /some": lambdaProxy("orders"),
        "DELETE /some": lambdaProxy("orders", { cors: false }),
        "GET /closed": lambdaProxy("orders", { cors: false }),
      },
      { cors: { allowOrigin: "https://app.example.com" } },
    );
    const preflight = async (path: string) => {
      const { status, headers } = await send(port, `/dev${path}`, { method: "OPTIONS" });
      const { "access-control-allow-origin": origin, "access-control-allow-methods": methods } =
        headers;
      return [status, origin, methods, headers["access-control-allow-credentials"]];
    };

    assert.deepEqual(await preflight("/own"), [204, "https://own.example.com", "GET", "true"]);
    assert.deepEqual(await preflight("/shared"), [
      204,
      "https://app.example.com",
      "GET",
      undefined,
    ]);
    assert.deepEqual((await preflight("/some")).slice(0, 3), [
      204,
      "https://app.example.com",
      "GET,HEAD,OPTIONS,PATCH,POST,PUT",
    ]);
    assert.equal((await preflight("/closed"))[0], 403);
  });

  it("compress large responses", async () => {
    const port = await start(
      { "GET /orders": lambdaProxy("orders") },
      { minimumCompressionBytes: 1_000 },
    );

    const response = await send(port, "/dev/orders", { headers: ["Accept-Encoding", "gzip"] });

    assert.equal(response.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(response.bytes).toString(), "x".repeat(5_000));
  });

  it("exclude JSON from binary types if a model reads it", async () => {
    const types = async (routes: Record<string, RouteDefinition>, more?: Partial<ApiDefinition>) =>
      (await compile(routes, more))["x-amazon-apigateway-binary-media-types"] as string[];
    const plain = { "POST /a": lambdaProxy("orders") };
    const modelled = { "POST /a": lambdaProxy("orders", { validate: { body: {} } }) };

    assert.deepEqual(await types(plain), ["*/*"]);
    assert.ok(!(await types(modelled)).some((type) => /\*|json/.test(type)));
    assert.deepEqual(await types(modelled, { binaryMediaTypes: ["a/b"] }), ["a/b"]);
  });
});
