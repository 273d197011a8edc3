import type { Faults } from "../../shared/errors.ts";
import { RouteError } from "../route/routeError.ts";
import { type NamedSchemas, toDraft4 } from "./draft4.ts";
import { UncheckedSchemaError } from "./references.ts";
import { type BodySchema, BodySchemaError, type JsonSchema, readBodySchema } from "./source.ts";

/** The models of an API's routes: one for each different schema. */
export interface Models {
  /** `components.schemas`. */
  readonly schemas: NamedSchemas;
  /** Names of the routes' models by the routes' keys. */
  readonly names: ReadonlyMap<string, string>;
}

/** Total bytes of an API's models. Source: API Gateway Developer Guide, "Amazon API Gateway quotas". */
const maxBytes = 400 * 1024;

interface ModelledRoute {
  readonly key: string;
  readonly validate?: { readonly body?: BodySchema };
}

/** Compiles the routes' models. Reports models that API Gateway would refuse or not check. */
export function compileModels(routes: readonly ModelledRoute[], faults: Faults): Models {
  const schemas: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const known = new Map<string, string>();
  let bytes = 0;
  const add = (key: string, body: BodySchema): void => {
    const given = read(key, body);
    const identity = JSON.stringify(given);
    let name = known.get(identity);
    if (name === undefined) {
      name = freeName([titleOf(given), pascal(key)], schemas);
      known.set(identity, name);
      const converted = convert(key, given, name);
      Object.assign(schemas, converted);
      bytes += Buffer.byteLength(JSON.stringify(converted));
    }
    if (bytes > maxBytes) {
      throw new RouteError(
        key,
        `with its body's model, the API's models have ${bytes} bytes; API Gateway accepts at most ${maxBytes}`,
        "Shorten the models, and check the rest in the backend.",
      );
    }
    names.set(key, name);
  };
  for (const { key, validate } of routes) {
    const body = validate?.body;
    if (body !== undefined) faults.check(() => add(key, body));
  }
  return { schemas, names };
}

function read(key: string, body: object): JsonSchema {
  try {
    return readBodySchema(body);
  } catch (error) {
    if (!(error instanceof BodySchemaError)) throw error;
    throw new RouteError(
      key,
      `its validate.body can't be read (${error.message})`,
      "Give a JSON Schema, a TypeBox schema, or a schema of Zod 4.2 or later.",
    );
  }
}

function convert(key: string, schema: JsonSchema, name: string): NamedSchemas {
  try {
    return toDraft4(schema, name);
  } catch (error) {
    if (!(error instanceof UncheckedSchemaError)) throw error;
    throw new RouteError(key, error.message, error.fix);
  }
}

/** A schema's title, or the name of the schema that it refers to. */
function titleOf(schema: JsonSchema): string {
  const { title, $ref } = schema;
  if (typeof title === "string") return pascal(title);
  return typeof $ref === "string" ? pascal($ref.split("/").at(-1) ?? "") : "";
}

/** Names of API Gateway's models have only letters and digits: `POST /orders/{id}` → `PostOrdersId`. */
const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (/^[A-Z]+$/.test(word) ? word[0] + word.slice(1).toLowerCase() : word))
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/** The first free name, else the last one with a number. */
function freeName(wanted: readonly string[], taken: NamedSchemas): string {
  const names = wanted.filter((name) => name !== "");
  const free = names.find((name) => !Object.hasOwn(taken, name));
  if (free !== undefined) return free;
  let number = 2;
  while (Object.hasOwn(taken, `${names.at(-1)}${number}`)) number += 1;
  return `${names.at(-1)}${number}`;
}
