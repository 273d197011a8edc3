import { RestApiDefinitionError } from "../errors.ts";
import type { JsonSchema, OpenApiDocument } from "../openapi.ts";
import { type Model, modelKeyword, schemaCompiler } from "./compileSchema.ts";

/** @throws RestApiDefinitionError for an invalid schema or pattern, or an undefined model */
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

/** The other keywords of draft 4. The library supports more than API Gateway does. */
const plain = new Set([
  ...["enum", "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maxProperties"],
  ...["maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern"],
  ...["required", "type", "uniqueItems"],
]);

const reference = /^#\/components\/schemas\/([A-Za-z0-9._-]+)$/;

/**
 * Compiles an API's models: JSON Schema draft 4. Ignores keywords of other drafts, and `format`, which
 * AWS does not document.
 */
export function createModels(document: OpenApiDocument): CompileModel {
  const schemas = document.components?.schemas ?? {};
  const models = new Map<string, Model | undefined>();
  let compileSchema: ReturnType<typeof schemaCompiler> | undefined;

  const prepare = (route: string, schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map((part) => prepare(route, part));
    if (typeof schema !== "object" || schema === null) return schema;
    const { $ref } = schema as JsonSchema;
    if (typeof $ref === "string") return { [modelKeyword]: refer(route, $ref) };
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(schema)) {
      const shape = nested.get(key);
      if (key.startsWith("exclusiveM") && typeof value !== "boolean") {
        throw new RestApiDefinitionError(
          route,
          `a model's ${key} must be a boolean, as in JSON Schema draft 4`,
        );
      }
      if (key === "pattern") checkPatterns(route, [value as string]);
      if (key === "patternProperties") checkPatterns(route, Object.keys(value as JsonSchema));
      if (plain.has(key)) Object.assign(result, inDraft7(key, schema as JsonSchema));
      else if (shape === "named") result[key] = prepareNamed(route, value as JsonSchema);
      else if (shape !== undefined) result[key] = prepare(route, value);
    }
    return result;
  };

  /** Without a prototype, because the library would treat `toString` as an allowed property. */
  const prepareNamed = (route: string, all: JsonSchema): Record<string, unknown> => {
    const result: Record<string, unknown> = Object.create(null);
    for (const [name, schema] of Object.entries(all)) result[name] = prepare(route, schema);
    return result;
  };

  const refer = (route: string, $ref: string): string => {
    const name = reference.exec($ref)?.[1];
    if (name === undefined || !Object.hasOwn(schemas, name)) {
      throw new RestApiDefinitionError(route, `refers to the undefined model "${$ref}"`);
    }
    // Registered before it is compiled, because a model may refer to itself.
    if (!models.has(name)) models.set(name, undefined).set(name, compile(route, schemas[name]!));
    return name;
  };

  const compile: CompileModel = (route, schema) => {
    const prepared = prepare(route, schema) as JsonSchema;
    try {
      compileSchema ??= schemaCompiler((name) => models.get(name)!);
      return compileSchema(prepared);
    } catch (error) {
      const { message } = error as Error;
      throw new RestApiDefinitionError(route, `a model is not a valid JSON Schema: ${message}`);
    }
  };

  return (route, schema) => {
    const model = compile(route, schema);
    return (value) => {
      try {
        return model(value);
      } catch (error) {
        // With a recursive model, a caller can nest values deeper than the stack.
        if (!(error instanceof RangeError)) throw error;
        return ["instance is nested too deeply"];
      }
    };
  };
}

/** Converts a limit of draft 4 and its `exclusive…` flag to draft 7, which has two keywords. */
function inDraft7(key: string, schema: JsonSchema): JsonSchema {
  if (key.startsWith("exclusiveM")) return {};
  const exclusive = { minimum: "exclusiveMinimum", maximum: "exclusiveMaximum" }[key];
  const isExclusive = exclusive !== undefined && schema[exclusive] === true;
  return { [isExclusive ? exclusive : key]: schema[key] };
}

/** Checks patterns at load time; the library would fail the first request. */
function checkPatterns(route: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    try {
      new RegExp(pattern);
    } catch {
      throw new RestApiDefinitionError(
        route,
        `a model's pattern "${pattern}" is not a valid regular expression`,
      );
    }
  }
}
