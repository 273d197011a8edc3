/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a request's body must be like: a JSON Schema, as TypeBox makes them too, or a schema of a
 * library that turns its own into one, such as Zod 4.2 and later (Standard JSON Schema).
 */
export type BodySchema = object;

/** A body schema could not be read. Its message says why. */
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
 * The JSON Schema of what a client may send. For libraries that change values while they check
 * them, such as by defaults, it is the schema before the change.
 *
 * @throws BodySchemaError when it is no schema, or can't be said as JSON Schema
 */
export function readBodySchema(body: BodySchema): JsonSchema {
  // Zod's own types are functions in some versions, and other libraries' as well.
  const standard = (body as StandardJsonSchema | null)?.["~standard"];
  if (standard === undefined) return plain(body);
  if (typeof standard.jsonSchema?.input !== "function") {
    throw new BodySchemaError(
      `this version of ${standard.vendor ?? "its library"} does not tell its JSON Schema`,
    );
  }
  try {
    return plain(standard.jsonSchema.input({ target: "draft-07" }));
  } catch (error) {
    throw new BodySchemaError(error instanceof Error ? error.message : String(error));
  }
}

/** Without what JSON can't hold, such as TypeBox's symbols. */
function plain(schema: unknown): JsonSchema {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw new BodySchemaError(`${JSON.stringify(schema) ?? typeof schema} is no JSON Schema`);
  }
  return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}
