import assert from "node:assert/strict";
import { Ajv, type AnySchema } from "ajv";
import fc from "fast-check";
import { Faults } from "../../shared/errors.ts";
import { compileModels as compile } from "./index.ts";

const key = "POST /orders/{id}";

function compileModels(routes: Parameters<typeof compile>[0]) {
  const faults = new Faults();
  const models = compile(routes, faults);
  faults.throwIfAny("The API");
  return models;
}

const schemasOf = (body: object) => compileModels([{ key, validate: { body } }]).schemas;

/** The model of a route, named after the route. */
const modelOf = (body: object) => schemasOf(body)["PostOrdersId"];

describe("compileModels", () => {
  // Facts 1.1: model names are alphanumeric only.
  it("names a model by its title or else its route, in letters and digits", () => {
    const { schemas, names } = compileModels([
      { key: "POST /orders/{id}", validate: { body: { title: "new order_v2" } } },
      { key: "PUT /a-b", validate: { body: { type: "object" } } },
      { key: "PUT /a/b", validate: { body: { type: "array" } } },
    ]);

    assert.deepEqual(Object.keys(schemas), ["NewOrderV2", "PutAB", "PutAB2"]);
    assert.equal(names.get("PUT /a/b"), "PutAB2");
  });

  it("makes one model of equal schemas, and two of schemas that share only their title", () => {
    const one = () => ({ title: "Order", type: "object" });
    const { schemas, names } = compileModels([
      { key: "POST /a", validate: { body: one() } },
      { key: "PUT /a", validate: { body: one() } },
      { key: "POST /b", validate: { body: { title: "Order", type: "array" } } },
      { key: "GET /c" },
    ]);

    assert.deepEqual(Object.keys(schemas), ["Order", "PostB"]);
    assert.deepEqual([...names.values()], ["Order", "Order", "PostB"]);
  });

  // Facts 1.1: draft 4; `exclusiveMinimum` and `nullable` are not supported, `default` is dropped.
  const converted: [subject: string, given: object, draft4: object][] = [
    ["const", { const: 5 }, { enum: [5] }],
    [
      "an open lower end",
      { type: "integer", exclusiveMinimum: 0 },
      { type: "integer", minimum: 1 },
    ],
    [
      "an open upper end of integers that is not an integer",
      { type: "integer", exclusiveMaximum: 2.5 },
      { type: "integer", maximum: 2 },
    ],
    [
      "an open end of numbers",
      { type: "number", exclusiveMinimum: 0 },
      { type: "number", not: { type: "number", maximum: 0 } },
    ],
    [
      "draft 4's own open end",
      { type: "number", maximum: 1, exclusiveMaximum: true },
      { type: "number", maximum: 1, not: { type: "number", minimum: 1 } },
    ],
    ["null", { type: ["string", "null"] }, { anyOf: [{ type: "string" }, { enum: [null] }] }],
    ["true", { items: true }, { items: {} }],
    ["false", { properties: { a: false } }, { properties: { a: { not: {} } } }],
    ["an empty list", { required: [] }, {}],
    [
      "annotations",
      { $schema: "x", default: 1, examples: [1], "x-y": 1, title: "T" },
      { title: "T" },
    ],
    [
      "a definition",
      { $ref: "#/$defs/a~1b", $defs: { "a/b": { type: "string" } } },
      { type: "string" },
    ],
    [
      "a definition and more",
      { properties: { a: { $ref: "#/$defs/a", maxLength: 2 } }, $defs: { a: { type: "string" } } },
      { properties: { a: { allOf: [{ type: "string" }, { maxLength: 2 }] } } },
    ],
    [
      "records",
      { type: "object", patternProperties: { "^(.*)$": { type: "number" } } },
      { type: "object", additionalProperties: { type: "number" } },
    ],
    [
      "properties that are named like keywords",
      { properties: { if: { type: "string" }, $ref: { type: "string" } } },
      { properties: { if: { type: "string" }, $ref: { type: "string" } } },
    ],
  ];
  for (const [subject, given, draft4] of converted) {
    it(`converts ${subject} to draft 4`, () => {
      const { schemas, names } = compileModels([{ key, validate: { body: given } }]);

      assert.deepEqual(schemas[names.get(key)!], draft4);
    });
  }

  it("does not merge the parts of allOf, which would accept more", () => {
    const body = {
      allOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }],
    };

    assert.deepEqual(modelOf(body), body);
  });

  it("keeps recursive schemas as references between the API's models", () => {
    const schemas = schemasOf({
      $ref: "#/definitions/Node",
      definitions: {
        Node: {
          type: "object",
          properties: {
            children: { type: "array", items: { $ref: "#/definitions/Node" } },
            tag: { $ref: "#/definitions/Tag" },
          },
        },
        Tag: { type: "object", additionalProperties: { $ref: "#/definitions/Tag" } },
      },
    });

    assert.deepEqual(schemas, {
      Node: {
        type: "object",
        properties: {
          children: { type: "array", items: { $ref: "#/components/schemas/Node" } },
          tag: { $ref: "#/components/schemas/NodeTag" },
        },
      },
      NodeTag: {
        type: "object",
        additionalProperties: { $ref: "#/components/schemas/NodeTag" },
      },
    });
  });

  // Facts 1.1: draft 4 only, no references to other files, none within oneOf, anyOf, allOf.
  const refused: [subject: string, given: object, message: RegExp][] = [
    [
      "a later draft's keyword",
      { properties: { a: { if: {} } } },
      /"if".* at body.properties.a.if/,
    ],
    ["a tuple", { items: [{}] }, /at body.items. Use an object/],
    ["nullable", { nullable: true }, /"nullable".*\["string", "null"\]/],
    ["patterns of names", { patternProperties: { "^a": {} } }, /"patternProperties"/],
    ["rules for names", { propertyNames: { maxLength: 3 } }, /"propertyNames"/],
    ["an unknown type", { type: "file" }, /the type "file"/],
    ["another file", { $ref: "other.json" }, /"other.json", which is not in it/],
    ["a missing definition", { not: { $ref: "#/$defs/a" } }, /at body.not/],
    [
      "recursion within anyOf",
      { properties: { next: { anyOf: [{ $ref: "#" }, { type: "null" }] } } },
      /is recursive within.* at body.properties.next.anyOf.0/,
    ],
    ["another keyword of objects", { constructor: 1 }, /"constructor".* Remove it from the model/],
    ["properties that are null", { properties: null }, /a "properties" that is not an object/],
    ["a malformed reference", { not: { $ref: "#/%E0" } }, /at body.not/],
    ["a list", [], /is not a JSON Schema/],
    ["a number as a schema", { properties: { a: 1 } }, /has 1 where a schema belongs/],
    [
      "a library without JSON Schema",
      { "~standard": { vendor: "old" } },
      /version of old can't convert/,
    ],
  ];
  for (const [subject, given, message] of refused) {
    it(`refuses ${subject} and names the place`, () => {
      assert.throws(() => schemasOf(given), { name: "RouteError", route: key, message });
    });
  }

  // Standard JSON Schema, as Zod 4.2 and later has it.
  it("uses a library's schema of the values that a client may send", () => {
    const asked: object[] = [];
    const input = (options: object) => {
      asked.push(options);
      return { type: "object", properties: { a: { const: 1 } } };
    };

    const model = modelOf({ "~standard": { vendor: "zod", version: 1, jsonSchema: { input } } });

    assert.deepEqual(asked, [{ target: "draft-07" }]);
    assert.deepEqual(model, { type: "object", properties: { a: { enum: [1] } } });
  });

  it("repeats a library's reason why it can't convert a schema", () => {
    const input = () => {
      throw new Error("Date cannot be represented");
    };

    assert.throws(() => schemasOf({ "~standard": { jsonSchema: { input } } }), {
      name: "RouteError",
      message: /Date cannot be represented/,
    });
  });

  // Facts 1.1: models 400 KB per API in total.
  it("refuses models of more than 400 KB in total, at the route that exceeds it", () => {
    const routeOf = (name: string) => ({
      key: `POST /${name}`,
      validate: { body: { title: name, description: "x".repeat(150_000) } },
    });

    assert.doesNotThrow(() => compileModels(["a", "b"].map(routeOf)));
    assert.throws(() => compileModels(["a", "b", "c"].map(routeOf)), {
      name: "RouteError",
      route: "POST /c",
    });
  });

  it("accepts the same values as any given schema", () => {
    const compile = (schema: unknown) => new Ajv({ strict: false }).compile(schema as AnySchema);
    const limit = fc.integer({ min: -3, max: 3 });
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof(
        { maxDepth: 3 },
        fc.boolean(),
        fc.record(
          {
            type: fc.constantFrom("string", "number", "integer", "null", "object", "array", [
              "integer",
              "null",
            ]),
            const: fc.constantFrom(null, 1, "a"),
            exclusiveMinimum: limit,
            exclusiveMaximum: limit,
            minimum: limit,
          },
          { requiredKeys: [] },
        ),
        fc.record(
          {
            properties: fc.dictionary(fc.constantFrom("a", "b"), tie("schema")),
            additionalProperties: tie("schema"),
            required: fc.subarray(["a", "b"]),
            items: tie("schema"),
            not: tie("schema"),
            anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
            allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
      ),
    }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, "a", "b", true),
        limit,
        fc.constantFrom(0.5, -2.5),
        fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
        fc.array(tie("value"), { maxLength: 2 }),
      ),
    }));

    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 5, maxLength: 20 }), (given, values) => {
        fc.pre(typeof given === "object");
        const schema: unknown = JSON.parse(JSON.stringify(given));
        const [admits, admitsConverted] = [compile(schema), compile(modelOf(schema as object))];
        for (const each of values) {
          assert.equal(admitsConverted(each), admits(each), JSON.stringify(each));
        }
      }),
      { numRuns: process.env["CI"] ? 150 : 30 },
    );
  });
});
