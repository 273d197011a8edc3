import { references, type Resolved, unchecked, UncheckedSchemaError } from "./references.ts";
import type { JsonSchema } from "./source.ts";

/** A model in `components.schemas`, with the schemas that it refers to recursively. */
export type NamedSchemas = Record<string, JsonSchema>;

/** Keywords that draft 4 and OpenAPI 3.0 have in common. */
const kept = new Set([
  ...["title", "description", "enum", "pattern", "minLength", "maxLength"],
  ...["minimum", "maximum", "multipleOf", "minItems", "maxItems", "uniqueItems"],
  ...["minProperties", "maxProperties"],
]);

/** Keywords that do not restrict values, and definitions, which their references replace. */
const dropped = new Set([
  ...["$schema", "$id", "id", "$anchor", "$comment", "$defs", "definitions"],
  ...["default", "example", "examples", "deprecated", "readOnly", "writeOnly"],
  ...["contentEncoding", "contentMediaType"],
]);

/** Patterns by which TypeBox means every property. */
const everyName = /^\^(\(\.\*\)|\.\*)\$$|^\.\*$/;

/**
 * Converts a JSON Schema into draft 4, limited to OpenAPI 3.0 so that the API's document stays valid.
 * The result accepts the same values. References are replaced by their schemas, because API Gateway
 * does not follow all of them; only recursive ones stay.
 *
 * Source: API Gateway Developer Guide, "Amazon API Gateway important notes" (REST APIs).
 *
 * @param name - the model's name
 * @throws UncheckedSchemaError for a keyword that API Gateway would not check
 */
export function toDraft4(root: JsonSchema, name: string): NamedSchemas {
  const schemas: NamedSchemas = {};
  const refs = references(root, name);

  const convert = (schema: unknown, path: string, open: readonly string[]): JsonSchema => {
    if (schema === true) return {};
    if (schema === false) return { not: {} };
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
      throw new UncheckedSchemaError(
        path,
        `its body's model has ${JSON.stringify(schema)} where a schema belongs,`,
        "Write a JSON Schema there.",
      );
    }
    const { $ref, ...rest } = schema as JsonSchema;
    if (typeof $ref !== "string") return keywords(rest, path, open);
    const target = follow(refs.resolve($ref, path), path, open);
    const more = keywords(rest, path, open);
    const constrains = Object.keys(more).some((key) => key !== "title" && key !== "description");
    if (!constrains) return target;
    refs.refuseRecursion(target, path);
    return { allOf: [target, more] };
  };

  const follow = ({ pointer, schema }: Resolved, path: string, open: readonly string[]) => {
    if (open.includes(pointer)) return refs.recursive(pointer);
    const converted = convert(schema, path, [...open, pointer]);
    if (!refs.isRecursive(pointer)) return converted;
    schemas[refs.nameOf(pointer)] = converted;
    return refs.recursive(pointer);
  };

  const keywords = (schema: JsonSchema, path: string, open: readonly string[]): JsonSchema => {
    const result: Record<string, unknown> = {};
    /** Constraints without a draft 4 keyword, or with one that the schema already uses. */
    const also: JsonSchema[] = [];
    const within = (key: string) => `${path}.${key}`;
    const all = (list: unknown, key: string) =>
      Array.isArray(list)
        ? list.map((part, index) => convert(part, `${within(key)}.${index}`, open))
        : unchecked(within(key), `a "${key}" that is not a list`);
    for (const [key, value] of Object.entries(schema)) {
      if (kept.has(key)) result[key] = value;
      else if (dropped.has(key) || key.startsWith("x-")) continue;
      else if (key === "type") addType(value, within(key), also);
      else if (key === "const") also.push({ enum: [value] });
      else if (key === "format") addFormat(value, schema, result);
      else if (key === "required") addRequired(value, within(key), result);
      else if (key.startsWith("exclusiveM")) addExclusive(key, schema, within(key), also);
      else if (key === "properties") {
        if (typeof value !== "object" || value === null) {
          return unchecked(within(key), 'a "properties" that is not an object');
        }
        result[key] = Object.fromEntries(
          Object.entries(value as JsonSchema).map(([property, part]) => [
            property,
            convert(part, `${within(key)}.${property}`, open),
          ]),
        );
      } else if (key === "additionalProperties") {
        result[key] = typeof value === "boolean" ? value : convert(value, within(key), open);
      } else if (key === "items" && !Array.isArray(value)) {
        result[key] = convert(value, within(key), open);
      } else if (key === "not") {
        refs.refuseRecursion((result[key] = convert(value, within(key), open)), within(key));
      } else if (key === "anyOf" || key === "oneOf" || key === "allOf") {
        const parts = all(value, key);
        parts.forEach((part, index) => refs.refuseRecursion(part, `${within(key)}.${index}`));
        result[key] = parts;
      } else if (key === "patternProperties" && isRecord(schema)) {
        result["additionalProperties"] = convert(recordValues(value, within(key)), path, open);
      } else if (key === "propertyNames" && JSON.stringify(value) === '{"type":"string"}') {
        continue;
      } else {
        unchecked(within(key), `the keyword "${key}"`);
      }
    }
    return combine(result, also);
  };

  const start = refs.start();
  schemas[name] = convert(start.schema, "body", [start.pointer]);
  return schemas;
}

/** Puts each constraint into the schema if its keywords are free there, else into `allOf`. */
function combine(result: Record<string, unknown>, also: readonly JsonSchema[]): JsonSchema {
  const rest = also.filter((part) => {
    const fits = Object.keys(part).every((key) => !(key in result));
    if (fits) Object.assign(result, part);
    return !fits;
  });
  if (rest.length === 0) return result;
  return { ...result, allOf: [...((result["allOf"] as JsonSchema[] | undefined) ?? []), ...rest] };
}

const simpleTypes = ["string", "number", "integer", "boolean", "object", "array"];

function addType(value: unknown, path: string, also: JsonSchema[]): void {
  const types = [value].flat();
  // OpenAPI 3.0 has neither the type null nor lists of types.
  const parts = types.map((type) => (type === "null" ? { enum: [null] } : { type }));
  const isKnown = (type: unknown) => type === "null" || simpleTypes.includes(type as string);
  if (types.length === 0 || !types.every(isKnown)) {
    unchecked(path, `the type ${JSON.stringify(value)}`);
  }
  also.push(parts.length > 1 ? { anyOf: parts } : parts[0]!);
}

/** API Gateway supports no formats of numbers. Those of strings are for readers of the document. */
function addFormat(value: unknown, schema: JsonSchema, result: Record<string, unknown>): void {
  if (schema["type"] === "string") result["format"] = value;
}

/** Draft 4 does not allow an empty list. */
function addRequired(value: unknown, path: string, result: Record<string, unknown>): void {
  if (!Array.isArray(value)) unchecked(path, 'a "required" that is not a list');
  if (value.length > 0) result["required"] = value;
}

/**
 * API Gateway does not support `exclusiveMinimum`. Integers above 0 are 1 or more; other numbers above
 * 0 are not 0 or less.
 */
function addExclusive(key: string, schema: JsonSchema, path: string, also: JsonSchema[]): void {
  const isMinimum = key === "exclusiveMinimum";
  const inclusive = isMinimum ? "minimum" : "maximum";
  const given = schema[key] === true ? schema[inclusive] : schema[key];
  if (given === false) return;
  if (typeof given !== "number") return unchecked(path, `the keyword "${key}" without a number`);
  if (schema["type"] === "integer") {
    const nearest = isMinimum ? Math.floor(given) + 1 : Math.ceil(given) - 1;
    also.push({ [inclusive]: nearest });
  } else {
    also.push({ not: { type: "number", [isMinimum ? "maximum" : "minimum"]: given } });
  }
}

/** A record of TypeBox: an object whose properties all have one schema. */
const isRecord = (schema: JsonSchema): boolean => !("additionalProperties" in schema);

function recordValues(patterns: unknown, path: string): unknown {
  const [entry, ...others] = Object.entries(patterns ?? {});
  if (!entry || others.length > 0 || !everyName.test(entry[0])) {
    return unchecked(path, 'the keyword "patternProperties"');
  }
  return entry[1];
}
