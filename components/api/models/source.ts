/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Schema of a request's body: a JSON Schema, a TypeBox schema, or a schema of a library that can convert
 * it, such as Zod 4.2 and later (Standard JSON Schema).
 */
export type BodySchema = object;

/** A body schema could not be read. The message has the reason. */
export class BodySchemaError extends Error {
  override readonly name = "BodySchemaError";
}

/** Source: standardschema.dev, "Standard JSON Schema" (`~standard.jsonSchema`). */
interface StandardJsonSchema {
  readonly "~standard"?: {
    readonly vendor?: string;
    readonly jsonSchema?: { input(options: { target: string }): unknown };
  };
}

/**
 * The JSON Schema of the values that a client may send. If a library changes values while it checks
 * them, such as by defaults, it is the schema of the unchanged values.
 *
 * @throws BodySchemaError if it is not a schema, or can't be converted to JSON Schema
 */
export function readBodySchema(body: BodySchema): JsonSchema {
  // In some libraries, and some versions of Zod, a schema is a function.
  const standard = (body as StandardJsonSchema | null)?.["~standard"];
  if (standard === undefined) return plain(body);
  if (typeof standard.jsonSchema?.input !== "function") {
    throw new BodySchemaError(
      `this version of ${standard.vendor ?? "its library"} can't convert its schemas to JSON Schema`,
    );
  }
  try {
    return plain(standard.jsonSchema.input({ target: "draft-07" }));
  } catch (error) {
    throw new BodySchemaError(error instanceof Error ? error.message : String(error));
  }
}

/** Drops everything that JSON does not have, such as TypeBox's symbols. */
function plain(schema: unknown): JsonSchema {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw new BodySchemaError(`${JSON.stringify(schema) ?? typeof schema} is not a JSON Schema`);
  }
  return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}
