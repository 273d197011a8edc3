import type { JsonSchema, OpenApiDocument, Operation } from "../../openapi.ts";
import { lambda } from "../../testing/gateway.ts";
import type { RawRequest } from "../../testing/http.ts";

const order = {
  type: "object",
  properties: {
    item: { type: "string", minLength: 1, maxLength: 5 },
    amount: { type: "integer", minimum: 0, exclusiveMinimum: true },
    next: { $ref: "#/components/schemas/Order" },
  },
  required: ["item"],
  additionalProperties: false,
};

export const body = (schema: JsonSchema = { $ref: "#/components/schemas/Order" }) => ({
  requestBody: { content: { "application/json": { schema } } },
  "x-amazon-apigateway-request-validator": "all",
});

export const document = (
  post: Operation,
  more: Partial<OpenApiDocument> = {},
): OpenApiDocument => ({
  paths: { "/orders/{id}": { post: lambda(post) } },
  components: { schemas: { Order: order } },
  "x-amazon-apigateway-request-validators": {
    all: { validateRequestBody: true, validateRequestParameters: true },
    bodies: { validateRequestBody: true },
    none: {},
  },
  ...more,
});

export const json = (value: unknown): RawRequest => ({
  method: "POST",
  headers: ["Content-Type", "application/json"],
  body: JSON.stringify(value),
});
