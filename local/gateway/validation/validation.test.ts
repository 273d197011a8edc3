import assert from "node:assert/strict";
import fc from "fast-check";
import { RestApiDefinitionError } from "../errors.ts";
import type { OpenApiDocument, Operation } from "../openapi.ts";
import { createModel, lambda, serve, type TestGateway } from "../testing/gateway.ts";
import { send, type RawRequest } from "../testing/http.ts";
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

  describe("of parameters (facts 1.10)", () => {
    const parameters = [
      { name: "qs1", in: "query", required: true },
      { name: "issuer", in: "query", required: true },
      { name: "id", in: "path", required: true },
      { name: "X-Tenant", in: "header", required: true },
      { name: "free", in: "query", required: false },
    ];
    const checked = { parameters, "x-amazon-apigateway-request-validator": "all" };

    it("names all that is missing: headers, path, query, each by name", async () => {
      const response = await post(checked);

      assert.equal(response.status, 400);
      assert.equal(response.headers["x-amzn-errortype"], "BadRequestException");
      assert.deepEqual(JSON.parse(response.text), {
        message: "Missing required request parameters: [X-Tenant, issuer, qs1]",
      });
      assert.equal(gateway!.events.length, 0);
    });

    it("lets a request pass that has them, whatever their values", async () => {
      const headers = ["X-Tenant", "acme"];

      const response = await post(checked, { headers }, "/dev/orders/7?qs1=1&issuer=%00");

      assert.equal(response.status, 200);
    });

    for (const [what, path, headers] of [
      ["an empty value", "/dev/orders/7?qs1=&issuer=a", ["X-Tenant", "acme"]],
      ["a blank value", "/dev/orders/7?qs1=%20+&issuer=a", ["X-Tenant", "acme"]],
      // Facts 2.3: names are compared with their case.
      ["another case", "/dev/orders/7?QS1=1&issuer=a", ["X-Tenant", "acme"]],
      ["a header in another case", "/dev/orders/7?qs1=1&issuer=a", ["x-tenant", "acme"]],
    ] as const) {
      it(`takes ${what} for a missing one`, async () => {
        const response = await post(checked, { headers: [...headers] }, path);

        assert.equal(response.status, 400);
        assert.equal(gateway!.events.length, 0);
      });
    }

    it("checks nothing without a validator, or with one that does not check parameters", async () => {
      for (const validator of [undefined, "none", "bodies"]) {
        const own = { parameters, "x-amazon-apigateway-request-validator": validator };
        const { status } = await post(own as Operation);
        await gateway!.close({ graceMs: 1000 });

        assert.equal(status, 200, validator);
      }
    });

    // Facts 1.2: a root validator is the default, an operation's overrides it.
    it("takes the API's validator unless the operation names its own", async () => {
      const ofApi = { "x-amazon-apigateway-request-validator": "all" };

      const shared = await post({ parameters }, {}, undefined, ofApi);
      await gateway!.close({ graceMs: 1000 });
      const own = { parameters, "x-amazon-apigateway-request-validator": "none" };
      const overridden = await post(own, {}, undefined, ofApi);

      assert.deepEqual([shared.status, overridden.status], [400, 200]);
    });

    it("knows the parameters of the path and of the components", async () => {
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

  describe("of bodies (facts 1.10)", () => {
    it("refuses one that is not as its model says, and does not tell why", async () => {
      const response = await post(body(), json({ amount: 1 }));

      assert.equal(response.status, 400);
      assert.equal(response.headers["x-amzn-errortype"], "BadRequestException");
      assert.deepEqual(JSON.parse(response.text), { message: "Invalid request body" });
      assert.equal(gateway!.events.length, 0);
    });

    it("tells why in $context.error.validationErrorString", async () => {
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

    const bodies: [what: string, request: RawRequest, status: number][] = [
      ["a body that fits", json({ item: "a", amount: 1 }), 200],
      ["a nested one that fits", json({ item: "a", next: { item: "b" } }), 200],
      ["a nested one that does not", json({ item: "a", next: { item: "" } }), 400],
      ["an open end", json({ item: "a", amount: 0 }), 400],
      ["another property", json({ item: "a", more: 1 }), 400],
      ["a property that objects inherit", json({ item: "a", toString: 1 }), 400],
      ["a property named __proto__", { ...json(0), body: '{"item":"a","__proto__":{}}' }, 400],
      ["no JSON", { ...json(0), body: "{" }, 400],
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
    for (const [what, request, status] of bodies) {
      it(`responds with ${status} to ${what}`, async () => {
        const response = await post(body(), request);

        assert.equal(response.status, status);
        assert.equal(gateway!.events.length, status === 200 ? 1 : 0);
      });
    }

    it("refuses one that is nested deeper than can be looked at", async () => {
      const depth = 10_000;
      const nested = `${'{"item":"a","next":'.repeat(depth)}{}${"}".repeat(depth)}`;

      const { status } = await post(body(), { ...json(0), body: nested });

      assert.equal(status, 400);
      assert.deepEqual(gateway!.errors, []);
    });

    for (const [what, schema] of [
      ["errors", { items: { type: "integer" } }],
      ["errors of another model", { items: { $ref: "#/components/schemas/Order" } }],
      ["errors of choices", { items: { anyOf: [{ type: "integer" }, { type: "null" }] } }],
      ["objects that may not be equal", { uniqueItems: true, maxItems: 1 }],
    ] as const) {
      it(`finds a great many ${what} in a time that grows with them`, async () => {
        const items = Array.from({ length: 50_000 }, (_, index) => ({ wrong: index }));
        const startedAt = Date.now();

        const { status } = await post(body(schema), json(items));

        assert.equal(status, 400);
        assert.ok(Date.now() - startedAt < 3000);
      });
    }

    it("lets no body pass as one where the model admits {}", async () => {
      const { status } = await post(body({ type: "object" }));

      assert.equal(status, 200);
    });

    it("knows draft 4 and passes over what later drafts say", async () => {
      const schema = { properties: { a: { const: 1, contains: 1, format: "email" } } };

      const { status } = await post(body(schema), json({ a: 2 }));

      assert.equal(status, 200);
    });
  });

  // Facts 2.6: throttle, then validation, then the integration.
  it("comes after the limits", async () => {
    const throttles = { everyMethod: { ratePerSecond: 1, burst: 1 }, methods: new Map() };
    gateway = await serve(createModel(document(body()), { throttles }), {}, { clock: () => 0 });
    const ask = () => send(gateway!.port, "/dev/orders/7", json({}));

    const responses = [await ask(), await ask()];

    assert.deepEqual(
      responses.map(({ status }) => status),
      [400, 429],
    );
  });

  for (const [what, broken] of [
    ["validator", document({ "x-amazon-apigateway-request-validator": "other" })],
    ["model", document(body({ $ref: "#/components/schemas/Other" }))],
    ["model", document(body({ items: { $ref: "#/definitions/Other" } }))],
    ["draft-4 keyword", document(body({ exclusiveMinimum: 5 }))],
    ["pattern", document(body({ pattern: "(" }))],
    ["pattern", document(body({ patternProperties: { "(?i)a": {} } }))],
  ] as const) {
    it(`names a ${what} that is not there before it serves`, async () => {
      await assert.rejects(serve(createModel(broken)), RestApiDefinitionError);
    });
  }

  it("passes exactly the bodies that the model allows", async () => {
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

        const admitted = isOrder(JSON.parse(request.body as string));
        assert.equal(status, admitted ? 200 : 400);
        assert.equal(gateway!.events.length, admitted ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });
});
