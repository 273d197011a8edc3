import type { ErrorObject } from "ajv";

/**
 * Converts errors to the texts of `$context.error.validationErrorString`. API Gateway uses the Java
 * library json-schema-validator; these are its messages (version 2.2.14, `validation.properties`),
 * which callers of AWS also report.
 *
 * @param errors - of one validation, with `verbose`
 */
export function inWords(errors: readonly ErrorObject[]): string[] {
  const messages = new Map<string, { readonly error: ErrorObject; readonly names: string[] }>();
  for (const error of errors) {
    const { keyword, instancePath, schemaPath, params } = error;
    // One message lists all names that a keyword reports for an object.
    const name: unknown = params[nameIn[keyword] ?? ""];
    const key = [instancePath, schemaPath, params["property"]].join("\0");
    const message = messages.get(key) ?? { error, names: [] };
    messages.set(key, message);
    if (typeof name === "string") message.names.push(name);
  }
  return [...messages.values()].map(({ error, names }) =>
    (texts[error.keyword] ?? unknownKeyword)(error, names),
  );
}

/** The error parameter that contains a property's name, by keyword. */
const nameIn: Readonly<Record<string, string>> = {
  additionalProperties: "additionalProperty",
  dependencies: "missingProperty",
  required: "missingProperty",
};

type Text = (error: ErrorObject, names: readonly string[]) => string;

const json = (value: unknown): string => JSON.stringify(value);
const count = (object: unknown): number => Object.keys(object as object).length;
const itemsOf = (data: unknown): number => (data as unknown[]).length;
const lengthOf = (data: unknown): number => [...(data as string)].length;

const unknownKeyword: Text = ({ message }) => `instance ${message}`;

const texts: Readonly<Record<string, Text>> = {
  additionalItems: ({ params: { limit }, data }) =>
    `schema only allows ${limit} elements in array but instance has ${itemsOf(data)} elements`,
  additionalProperties: (_, names) =>
    `object instance has properties which are not allowed by the schema: ${json([...names].sort())}`,
  dependencies: ({ params: { property, deps } }, names) =>
    `property ${json(property)} of object has missing property dependencies ` +
    `(schema requires ${json(String(deps).split(", "))}; missing: ${json(names)})`,
  enum: ({ schema, data }) =>
    `instance value (${json(data)}) not found in enum (possible values: ${json(schema)})`,
  exclusiveMaximum: ({ schema }) =>
    `numeric instance is not strictly lower than the required maximum ${schema}`,
  exclusiveMinimum: ({ schema }) =>
    `numeric instance is not strictly greater than the required minimum ${schema}`,
  maxItems: ({ schema, data }) =>
    `array is too long: must have at most ${schema} elements but instance has ${itemsOf(data)} elements`,
  maxLength: ({ schema, data }) =>
    `string ${json(data)} is too long (length: ${lengthOf(data)}, maximum allowed: ${schema})`,
  maxProperties: ({ schema, data }) =>
    `object has too many properties (found ${count(data)} but schema requires at most ${schema})`,
  maximum: ({ schema, data }) =>
    `numeric instance is greater than the required maximum (maximum: ${schema}, found: ${data})`,
  minItems: ({ schema, data }) =>
    `array is too short: must have at least ${schema} elements but instance has ${itemsOf(data)} elements`,
  minLength: ({ schema, data }) =>
    `string ${json(data)} is too short (length: ${lengthOf(data)}, required minimum: ${schema})`,
  minProperties: ({ schema, data }) =>
    `object has too few properties (found ${count(data)} but schema requires at least ${schema})`,
  minimum: ({ schema, data }) =>
    `numeric instance is lower than the required minimum (minimum: ${schema}, found: ${data})`,
  multipleOf: ({ schema, data }) => `remainder of division is not zero (${data} / ${schema})`,
  pattern: ({ schema, data }) => `ECMA 262 regex "${schema}" does not match input string "${data}"`,
  required: (_, names) => `object has missing required properties (${json(names)})`,
  type: ({ schema, data }) =>
    `instance type (${typeOf(data)}) does not match any allowed primitive type ` +
    `(allowed: ${json(allowed([schema].flat() as string[]))})`,
};

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** Adds `integer` wherever numbers are allowed. */
const allowed = (types: readonly string[]): string[] =>
  [...new Set(types.flatMap((type) => (type === "number" ? ["integer", type] : type)))].sort();
