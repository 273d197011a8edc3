import assert from "node:assert/strict";
import fc from "fast-check";
import { RestApiDefinitionError } from "../errors.ts";
import type { OpenApiDocument, Operation } from "../openapi.ts";
import { createModel, lambda, serve, type TestGateway } from "../testing/gateway.ts";
import { processorMs } from "../../../project/testing/processorTime.ts";
import { send, type RawRequest, statusesOf } from "../testing/http.ts";
import { body, document, json } from "./testing/orders.ts";

describe("request validation", () => {
  let gateway: TestGateway | undefined;

  afterEach(async () => {
    await gateway?.close({ graceMs: 1000 });
    gateway = undefined;
  });

  const post = async (
    operation: Operation,
    request: RawRequest = {},
    path = "/dev/orders/7",
    more: Partial<OpenApiDocument> = {},
  ) => {
    gateway = await serve(createModel(document(operation, more)));
    return send(gateway.port, path, { method: "POST", ...request });
  };

  describe("of parameters", () => {
    const parameters = [
      { name: "qs1", in: "query", required: true },
      { name: "issuer", in: "query", required: true },
      { name: "id", in: "path", required: true },
      { name: "X-Tenant", in: "header", required: true },
      { name: "free", in: "query", required: false },
    ];
    const checked = { parameters, "x-amazon-apigateway-request-validator": "all" };

    it("names every missing parameter: headers, path, query, each sorted by name", async () => {
      const response = await post(checked);

      assert.equal(response.status, 400);
      assert.equal(response.headers["x-amzn-errortype"], "BadRequestException");
      assert.deepEqual(JSON.parse(response.text), {
        message: "Missing required request parameters: [X-Tenant, issuer, qs1]",
      });
      assert.equal(gateway!.events.length, 0);
    });

    it("accepts a request with all parameters, whatever their values", async () => {
      const headers = ["X-Tenant", "acme"];

      const response = await post(checked, { headers }, "/dev/orders/7?qs1=1&issuer=%00");

      assert.equal(response.status, 200);
    });

    for (const [title, path, headers] of [
      ["an empty value", "/dev/orders/7?qs1=&issuer=a", ["X-Tenant", "acme"]],
      ["a blank value", "/dev/orders/7?qs1=%20+&issuer=a", ["X-Tenant", "acme"]],
      // Names are case-sensitive.
      ["a name in another case", "/dev/orders/7?QS1=1&issuer=a", ["X-Tenant", "acme"]],
      ["a header name in another case", "/dev/orders/7?qs1=1&issuer=a", ["x-tenant", "acme"]],
    ] as const) {
      it(`treats ${title} as missing`, async () => {
        const response = await post(checked, { headers: [...headers] }, path);

        assert.equal(response.status, 400);
        assert.equal(gateway!.events.length, 0);
      });
    }

    it("is skipped without a validator for parameters", async () => {
      for (const validator of [undefined, "none", "bodies"]) {
        const operation = { parameters, "x-amazon-apigateway-request-validator": validator };
        const { status } = await post(operation as Operation);
        await gateway!.close({ graceMs: 1000 });

        assert.equal(status, 200, validator);
      }
    });

    it("uses the API's validator unless the operation has its own", async () => {
      const ofApi = { "x-amazon-apigateway-request-validator": "all" };

      const shared = await post({ parameters }, {}, undefined, ofApi);
      await gateway!.close({ graceMs: 1000 });
      const own = { parameters, "x-amazon-apigateway-request-validator": "none" };
      const overridden = await post(own, {}, undefined, ofApi);

      assert.deepEqual([shared.status, overridden.status], [400, 200]);
    });

    it("includes parameters of the path and the components", async () => {
      const operation = lambda({
        parameters: [{ $ref: "#/components/parameters/tenant" }],
        "x-amazon-apigateway-request-validator": "all",
      });
      const item = { post: operation, parameters: [{ name: "q", in: "query", required: true }] };
      gateway = await serve(
        createModel({
          ...document({}),
          paths: { "/": item as unknown as Record<string, Operation> },
          components: { parameters: { tenant: { name: "tenant", in: "query", required: true } } },
        }),
      );

      const response = await send(gateway.port, "/dev/", { method: "POST" });

      assert.match(response.text, /: \[q, tenant\]/);
    });
  });

  describe("of bodies", () => {
    it("refuses a body that does not match its model, without the reason", async () => {
      const response = await post(body(), json({ amount: 1 }));

      assert.equal(response.status, 400);
      assert.equal(response.headers["x-amzn-errortype"], "BadRequestException");
      assert.deepEqual(JSON.parse(response.text), { message: "Invalid request body" });
      assert.equal(gateway!.events.length, 0);
    });

    it("reports the reason in $context.error.validationErrorString", async () => {
      const responses = {
        BAD_REQUEST_BODY: {
          responseTemplates: { "text/plain": "$context.error.validationErrorString" },
        },
      };

      const response = await post(body(), json({}), undefined, {
        "x-amazon-apigateway-gateway-responses": responses,
      });

      assert.equal(response.text, '[object has missing required properties (["item"])]');
    });

    const bodies: [title: string, request: RawRequest, status: number][] = [
      ["a valid body", json({ item: "a", amount: 1 }), 200],
      ["a valid nested body", json({ item: "a", next: { item: "b" } }), 200],
      ["an invalid nested body", json({ item: "a", next: { item: "" } }), 400],
      ["a value at an exclusive minimum", json({ item: "a", amount: 0 }), 400],
      ["an additional property", json({ item: "a", more: 1 }), 400],
      ["a property named like an inherited member", json({ item: "a", toString: 1 }), 400],
      ["a property named __proto__", { ...json(0), body: '{"item":"a","__proto__":{}}' }, 400],
      ["invalid JSON", { ...json(0), body: "{" }, 400],
      ["another type of value", json([1]), 400],
      ["no body, which counts as {}", { headers: ["Content-Type", "application/json"] }, 400],
      ["no content type, which counts as JSON", { body: "{}" }, 400],
      [
        "JSON with a charset",
        { headers: ["Content-Type", "Application/JSON; charset=utf-8"], body: "{}" },
        400,
      ],
      // Without a model for the type, nothing is checked.
      ["another content type", { headers: ["Content-Type", "text/plain"], body: "{}" }, 200],
    ];
    for (const [title, request, status] of bodies) {
      it(`responds with ${status} to ${title}`, async () => {
        const response = await post(body(), request);

        assert.equal(response.status, status);
        assert.equal(gateway!.events.length, status === 200 ? 1 : 0);
      });
    }

    it("refuses a body that is nested too deeply", async () => {
      const depth = 10_000;
      const nested = `${'{"item":"a","next":'.repeat(depth)}{}${"}".repeat(depth)}`;

      const { status } = await post(body(), { ...json(0), body: nested });

      assert.equal(status, 400);
      assert.deepEqual(gateway!.errors, []);
    });

    for (const [title, schema] of [
      ["errors", { items: { type: "integer" } }],
      ["errors of another model", { items: { $ref: "#/components/schemas/Order" } }],
      ["errors of choices", { items: { anyOf: [{ type: "integer" }, { type: "null" }] } }],
      ["errors of unique items", { uniqueItems: true, maxItems: 1 }],
    ] as const) {
      it(`reports many ${title} in linear time`, async () => {
        const items = Array.from({ length: 50_000 }, (_, index) => ({ wrong: index }));

        const tookMs = await processorMs(async () => {
          assert.equal((await post(body(schema), json(items))).status, 400);
        });

        assert.ok(tookMs < 3_000, `${tookMs} ms`);
      });
    }

    it("accepts a missing body if the model allows {}", async () => {
      const { status } = await post(body({ type: "object" }));

      assert.equal(status, 200);
    });

    it("ignores keywords of drafts after draft 4", async () => {
      const schema = { properties: { a: { const: 1, contains: 1, format: "email" } } };

      const { status } = await post(body(schema), json({ a: 2 }));

      assert.equal(status, 200);
    });
  });

  it("comes after throttling", async () => {
    const throttles = { everyMethod: { ratePerSecond: 1, burst: 1 }, methods: new Map() };
    gateway = await serve(createModel(document(body()), { throttles }), {}, { clock: () => 0 });
    const call = () => send(gateway!.port, "/dev/orders/7", json({}));

    const responses = [await call(), await call()];

    assert.deepEqual(statusesOf(responses), [400, 429]);
  });

  for (const [title, broken] of [
    ["an undefined validator", document({ "x-amazon-apigateway-request-validator": "other" })],
    ["an undefined model", document(body({ $ref: "#/components/schemas/Other" }))],
    ["an undefined model", document(body({ items: { $ref: "#/definitions/Other" } }))],
    ["an invalid draft-4 keyword", document(body({ exclusiveMinimum: 5 }))],
    ["an invalid pattern", document(body({ pattern: "(" }))],
    ["an invalid pattern", document(body({ patternProperties: { "(?i)a": {} } }))],
  ] as const) {
    it(`rejects ${title} at load time`, async () => {
      await assert.rejects(serve(createModel(broken)), RestApiDefinitionError);
    });
  }

  it("accepts exactly the bodies that the model allows", async () => {
    gateway = await serve(createModel(document(body())));
    const isOrder = (value: unknown): boolean => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
      const { item, amount, next, ...others } = value as Record<string, unknown>;
      return (
        typeof item === "string" &&
        [...item].length >= 1 &&
        [...item].length <= 5 &&
        (amount === undefined || (Number.isInteger(amount) && (amount as number) > 0)) &&
        (next === undefined || isOrder(next)) &&
        Object.keys(others).length === 0
      );
    };
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.record(
          {
            item: fc.oneof({ arbitrary: fc.string({ maxLength: 6 }), weight: 5 }, fc.jsonValue()),
            amount: fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constant(null)),
            next: tie("value"),
          },
          { requiredKeys: ["item"], noNullPrototype: true },
        ),
        fc.jsonValue(),
      ),
    }));

    await fc.assert(
      fc.asyncProperty(value, async (sent) => {
        gateway!.events.length = 0;
        const request = json(sent);

        const { status } = await send(gateway!.port, "/dev/orders/7", request);

        const valid = isOrder(JSON.parse(request.body as string));
        assert.equal(status, valid ? 200 : 400);
        assert.equal(gateway!.events.length, valid ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });
});
