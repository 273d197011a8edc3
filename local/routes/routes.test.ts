import assert from "node:assert/strict";
import type { RestApiModel } from "../gateway/index.ts";
import type { OpenApiDocument } from "../gateway/openapi.ts";
import { readCall } from "./readCall.ts";
import { readRoutes } from "./readRoutes.ts";
import { exampleOf, withoutReferences } from "./schemas.ts";

const order = {
  type: "object",
  required: ["item"],
  properties: {
    item: { type: "string", minLength: 6 },
    count: { type: "integer", minimum: 3 },
    at: { type: "string", format: "date-time" },
    parts: { type: "array", items: { $ref: "#/components/schemas/Order" } },
  },
};

const document = {
  components: {
    schemas: { Order: order },
    securitySchemes: {
      pool: {
        ...{ type: "apiKey", name: "Authorization", in: "header" },
        "x-amazon-apigateway-authtype": "cognito_user_pools",
      },
      key: { type: "apiKey", name: "x-api-key", in: "header" },
    },
  },
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
  paths: {
    "/orders/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      put: {
        security: [{ pool: ["orders/write"], key: [] }],
        "x-amazon-apigateway-request-validator": "all",
        requestBody: {
          content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
        },
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:proxy/invocations",
          cacheKeyParameters: ["method.request.path.id"],
        },
      },
      "x-amazon-apigateway-any-method": {
        "x-amazon-apigateway-auth": { type: "AWS_IAM" },
        "x-amazon-apigateway-integration": {
          type: "aws",
          uri: "arn:aws:apigateway:us-east-1:sqs:path/123456789012/jobs",
        },
      },
    },
  },
} as unknown as OpenApiDocument;

const api = {
  id: "a1",
  name: "shop-1a2b",
  document,
  firewall: { name: "wall" },
  stage: {
    name: "live",
    throttles: {
      everyMethod: { ratePerSecond: 9 },
      methods: new Map([["PUT /orders/{id}", { burst: 2 }]]),
    },
    caching: {
      sizeGb: 1,
      everyMethod: {},
      methods: new Map([["PUT /orders/{id}", { enabled: true }]]),
    },
  },
} as unknown as RestApiModel;

const proxy = {
  ...{ type: "aws:lambda/function:Function", name: "proxy", id: "proxy", inputs: {} },
  outputs: { name: "proxy", environment: { variables: { TARGET: "http://orders.internal:80/" } } },
};
const rest = {
  ...{ type: "aws:apigateway/restApi:RestApi", name: "shop", id: "a1", inputs: {}, outputs: {} },
};
const service = { name: "orders", addresses: ["orders.internal:80"], privateAddresses: [] };

describe("readRoutes", () => {
  const routes = readRoutes(api, { resources: [proxy, rest], services: [service as never] });

  it("names a route's guards and its backend", () => {
    const { body, parameters, ...put } = routes[0]!;

    assert.deepEqual(put, {
      ...{ api: "shop", stage: "live", method: "PUT", path: "/orders/{id}" },
      auth: { kind: "user pool", scopes: ["orders/write"], header: "Authorization" },
      apiKey: true,
      throttle: { ratePerSecond: 9, burst: 2 },
      firewall: "wall",
      validates: ["body"],
      cache: { ttlSeconds: 300, keys: ["path.id"] },
      integration: { kind: "Lambda proxy", target: "proxy", service: "orders" },
    });
    assert.deepEqual(
      parameters.map(({ name, required, example }) => [name, required, example]),
      [["id", true, "text"]],
    );
    const { item, count, at } = JSON.parse(body!.example) as Record<string, unknown>;
    assert.deepEqual([item, count, at], ["textxx", 3, "2030-01-31T12:00:00Z"]);
  });

  it("reads routes of all methods, signed calls and queues", () => {
    const { method, auth, integration } = routes[1]!;

    assert.deepEqual(
      [method, auth.kind, integration],
      ["ANY", "IAM", { kind: "sqs", target: "jobs" }],
    );
  });

  it("ends with models that refer to themselves, and follows no inherited names", () => {
    const plain = withoutReferences({ $ref: "#/components/schemas/Order" }, document);

    assert.ok(JSON.stringify(exampleOf(plain)).length < 20_000);
    assert.equal(withoutReferences({ $ref: "#/constructor/name" }, document), undefined);
  });
});

describe("readCall", () => {
  const call = { method: "GET", path: "/orders" };

  it("takes a call as it is", () => {
    const whole = {
      ...call,
      headers: { a: "b" },
      body: "",
      region: "eu-west-1",
      as: { machine: "m", scopes: ["a/b"] },
    };

    assert.deepEqual(readCall(whole), whole);
  });

  for (const [wrong, message] of [
    [null, /must be an object with method, path/],
    [{ ...call, url: "http://attacker.example" }, /has no "url"/],
    [{ ...call, method: "get" }, /"method" must be a method in upper case/],
    [{ ...call, method: "CONNECT" }, /"method" must be/],
    [{ ...call, path: "orders" }, /begins with \//],
    [{ ...call, path: "@attacker.example/" }, /begins with \//],
    [{ ...call, path: "/a b" }, /encoded/],
    [{ ...call, path: "/a\r\nHost: b" }, /encoded/],
    [{ ...call, headers: { "a\r\nb": "c" } }, /is not a valid name/],
    [{ ...call, headers: { a: "b\r\nc: d" } }, /is not a valid name/],
    [{ ...call, headers: { Host: "attacker.example" } }, /the connection's own/],
    [{ ...call, body: {} }, /"body" must be a text/],
    [{ ...call, as: { scopes: "a" } }, /"scopes" must be a list of texts/],
    [{ ...call, as: { machine: "m", user: "u" } }, /A machine has no "user"/],
    [{ ...call, as: [] }, /"as" must be an object/],
    [{ ...call, signs: "yes", region: "eu-west-1" }, /"signs" must be true or false/],
    [{ ...call, signs: true }, /A signature is for one region/],
    [{ ...call, signs: true, region: "eu-west-1", as: {} }, /Leave one out/],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => readCall(wrong), { name: "ControlError", status: 400, message });
    });
  }
});
