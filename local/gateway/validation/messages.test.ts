import assert from "node:assert/strict";
import type { JsonSchema } from "../openapi.ts";
import { createModels } from "./models.ts";

const compile = (schema: JsonSchema, schemas: Record<string, JsonSchema> = {}) =>
  createModels({ paths: {}, components: { schemas } })("POST /orders", schema);

// The texts are those of json-schema-validator 2.2.14, `validation.properties`.
describe("the validation errors of a body", () => {
  const table: [schema: JsonSchema, value: unknown, ...messages: string[]][] = [
    [{ required: ["b", "a", "c"] }, { a: 1 }, 'object has missing required properties (["b","c"])'],
    [
      { properties: { a: {} }, additionalProperties: false },
      { c: 1, b: 1, a: 1 },
      'object instance has properties which are not allowed by the schema: ["b","c"]',
    ],
    [
      { type: "number" },
      "1",
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      { type: ["string", "null"] },
      1.5,
      'instance type (number) does not match any allowed primitive type (allowed: ["null","string"])',
    ],
    [
      { type: "object" },
      [],
      'instance type (array) does not match any allowed primitive type (allowed: ["object"])',
    ],
    [
      { type: "boolean" },
      null,
      'instance type (null) does not match any allowed primitive type (allowed: ["boolean"])',
    ],
    [
      { enum: ["a", 1] },
      { a: 1 },
      'instance value ({"a":1}) not found in enum (possible values: ["a",1])',
    ],
    [{ minLength: 2 }, "é", 'string "é" is too short (length: 1, required minimum: 2)'],
    [{ maxLength: 1 }, "😀a", 'string "😀a" is too long (length: 2, maximum allowed: 1)'],
    [{ pattern: "^a$" }, "b", 'ECMA 262 regex "^a$" does not match input string "b"'],
    [
      { minimum: 1 },
      0,
      "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
    ],
    [
      { maximum: 1 },
      2,
      "numeric instance is greater than the required maximum (maximum: 1, found: 2)",
    ],
    [
      { minimum: 1, exclusiveMinimum: true },
      1,
      "numeric instance is not strictly greater than the required minimum 1",
    ],
    [
      { maximum: 1, exclusiveMaximum: true },
      1,
      "numeric instance is not strictly lower than the required maximum 1",
    ],
    [{ multipleOf: 2 }, 3, "remainder of division is not zero (3 / 2)"],
    [
      { minItems: 1 },
      [],
      "array is too short: must have at least 1 elements but instance has 0 elements",
    ],
    [
      { maxItems: 1 },
      [1, 2],
      "array is too long: must have at most 1 elements but instance has 2 elements",
    ],
    [
      { items: [{}], additionalItems: false },
      [1, 2],
      "schema only allows 1 elements in array but instance has 2 elements",
    ],
    [
      { uniqueItems: true },
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      "array must not contain duplicate elements",
    ],
    [
      { minProperties: 1 },
      {},
      "object has too few properties (found 0 but schema requires at least 1)",
    ],
    [
      { maxProperties: 1 },
      { a: 1, b: 1 },
      "object has too many properties (found 2 but schema requires at most 1)",
    ],
    [
      { dependencies: { a: ["b", "c"] } },
      { a: 1, b: 1 },
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["c"])',
    ],
    [
      { allOf: [{ type: "string" }, { minLength: 1 }, { maxLength: 0 }] },
      "a",
      "instance failed to match all required schemas (matched only 2 out of 3)",
    ],
    [
      { anyOf: [{ type: "string" }, { type: "null" }] },
      1,
      "instance failed to match at least one required schema among 2",
    ],
    [
      { oneOf: [{ type: "integer" }, { minimum: 0 }] },
      1,
      "instance failed to match exactly one schema (matched 2 out of 2)",
    ],
    [{ not: { type: "string" } }, "a", "instance matched a schema which it should not have"],
    [
      { properties: { a: { type: "null" }, b: { type: "null" } }, required: ["c"] },
      { a: 1, b: true },
      'object has missing required properties (["c"])',
      'instance type (integer) does not match any allowed primitive type (allowed: ["null"])',
      'instance type (boolean) does not match any allowed primitive type (allowed: ["null"])',
    ],
  ];
  for (const [schema, value, ...messages] of table) {
    it(messages.join(", "), () => {
      assert.deepEqual([...compile(schema)(value)].sort(), [...messages].sort());
    });
  }

  it("are reported for nested models", () => {
    const node = {
      required: ["name"],
      properties: { next: { $ref: "#/components/schemas/Node" } },
    };
    const model = compile({ anyOf: [{ type: "null" }, node] }, { Node: node });

    const invalid = [model({ name: 1, next: { name: 1, next: {} } }), model({ name: 1, next: {} })];
    const valid = [model(null), model({ name: 1, next: { name: 1 } })];

    const problem = "instance failed to match at least one required schema among 2";
    assert.deepEqual(invalid, [[problem], [problem]]);
    assert.deepEqual(valid, [[], []]);
    assert.deepEqual(compile({ $ref: "#/components/schemas/Node" }, { Node: node })({}), [
      'object has missing required properties (["name"])',
    ]);
  });

  it("include the route of an invalid schema at load time", () => {
    assert.throws(() => compile({ type: "file" }), {
      name: "RestApiDefinitionError",
      message: /POST \/orders.*not a valid JSON Schema/,
    });
  });
});
