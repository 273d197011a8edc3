import { type Schema, type ValidationError, Validator, ValidatorResult } from "jsonschema";
import { RestApiDefinitionError } from "../errors.ts";
import type { JsonSchema, OpenApiDocument } from "../openapi.ts";

/**
 * The library copies all errors so far for each value within a list or an object: a body of 400 kB
 * with 100,000 wrong entries took 44 s, in which the gateway answers nobody.
 */
const collector = ValidatorResult.prototype as unknown as Collector;
const { importErrors } = collector;
collector.importErrors = function (result) {
  if (result?.errors === undefined || this.errors.length === 0) importErrors.call(this, result);
  else for (const error of result.errors) this.errors.push(error);
};

/** What the library's types leave out. */
interface Collector {
  readonly errors: ValidationError[];
  importErrors(this: Collector, result?: { readonly errors?: readonly ValidationError[] }): void;
}

/** What is wrong with a value, in words; nothing when it is as the model says. */
export type Model = (value: unknown) => readonly string[];

/** @throws RestApiDefinitionError when the schema is not draft 4, a pattern is none, or a model is not there */
export type CompileModel = (route: string, schema: JsonSchema) => Model;

/** Keywords of JSON Schema draft 4 whose value is a schema, a list of schemas, or schemas by name. */
const nested: ReadonlyMap<string, "one" | "list" | "named"> = new Map([
  ["additionalItems", "one"],
  ["additionalProperties", "one"],
  ["allOf", "list"],
  ["anyOf", "list"],
  ["dependencies", "named"],
  ["items", "one"],
  ["not", "one"],
  ["oneOf", "list"],
  ["patternProperties", "named"],
  ["properties", "named"],
]);

/** The other keywords of draft 4. The library knows more, which API Gateway does not. */
const plain = new Set([
  ...["enum", "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maxProperties"],
  ...["maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern"],
  ...["required", "type", "uniqueItems"],
]);

const reference = /^#\/components\/schemas\/([A-Za-z0-9._-]+)$/;

/**
 * Prepares an API's models: JSON Schema draft 4. Keywords of other drafts are passed over, and so is
 * `format`, which AWS nowhere says it checks.
 */
export function createModels(document: OpenApiDocument): CompileModel {
  const schemas = document.components?.schemas ?? {};
  const validator = new Validator();
  const prepared = new Set<string>();

  const prepare = (route: string, schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map((part) => prepare(route, part));
    if (typeof schema !== "object" || schema === null) return schema;
    const { $ref } = schema as JsonSchema;
    if (typeof $ref === "string") return { $ref: refer(route, $ref) };
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(schema)) {
      const shape = nested.get(key);
      if (key.startsWith("exclusiveM") && typeof value !== "boolean") {
        throw new RestApiDefinitionError(route, `a model's ${key} is no boolean, as in draft 4`);
      }
      if (key === "pattern") checkPatterns(route, [value as string]);
      if (key === "patternProperties") checkPatterns(route, Object.keys(value as JsonSchema));
      if (plain.has(key)) result[key] = value;
      else if (shape === "named") result[key] = prepareNamed(route, value as JsonSchema);
      else if (shape !== undefined) result[key] = prepare(route, value);
    }
    return result;
  };

  /** Without a prototype: else the library would take `toString` for a property that is allowed. */
  const prepareNamed = (route: string, all: JsonSchema): Record<string, unknown> => {
    const result: Record<string, unknown> = Object.create(null);
    for (const [name, schema] of Object.entries(all)) result[name] = prepare(route, schema);
    return result;
  };

  const refer = (route: string, $ref: string): string => {
    const name = reference.exec($ref)?.[1];
    if (name === undefined || !Object.hasOwn(schemas, name)) {
      throw new RestApiDefinitionError(route, `there is no model "${$ref}"`);
    }
    if (!prepared.has(name)) {
      prepared.add(name);
      validator.addSchema(prepare(route, schemas[name]) as Schema, `/${name}`);
    }
    return `/${name}`;
  };

  return (route, schema) => {
    const model = prepare(route, schema) as Schema;
    return (value) => {
      try {
        return validator.validate(value, model).errors.map(inWords);
      } catch (error) {
        // A model that refers to itself goes as deep as a caller likes; the stack does not.
        if (!(error instanceof RangeError)) throw error;
        return ["instance is nested too deeply"];
      }
    };
  };
}

/** The library would find out with the first request, and fail it. */
function checkPatterns(route: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    try {
      new RegExp(pattern);
    } catch {
      throw new RestApiDefinitionError(route, `a model's pattern "${pattern}" is none`);
    }
  }
}

/** One that lacks a property is told as callers of AWS report it; other words are the library's. */
const inWords = ({ name, argument, stack }: ValidationError): string =>
  name === "required"
    ? `object has missing required properties (${JSON.stringify([argument])})`
    : stack;
