import { describeFormat } from "./formats.ts";
import type { SchemaNode } from "./schemaNode.ts";
import { isUnknown } from "./unknown.ts";

/** Describes a lower limit, an upper limit, or both. */
function range(schema: SchemaNode, least: string, most: string, noun: string): string {
  const [from, to] = [schema[least], schema[most]];
  const amount =
    from === undefined
      ? `at most ${to}`
      : to === undefined
        ? `at least ${from}`
        : `${from} to ${to}`;
  return noun === "" ? `must be ${amount}` : `must have ${amount} ${noun}`;
}

/** Maximum number of values that a message lists. */
const mostListed = 24;

function list(values: readonly unknown[]): string {
  const listed = values.slice(0, mostListed).map((value) => JSON.stringify(value));
  const more = values.length > mostListed ? ` or ${values.length - mostListed} others` : "";
  return listed.join(", ") + more;
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  object: "an object",
  string: "a string",
};

/**
 * Describes the rule of a keyword.
 *
 * @param schema - the node with the keyword
 */
export function ruleOf(keyword: string, schema: SchemaNode): string {
  switch (keyword) {
    case "type": {
      const types = [schema.type ?? []].flat();
      if (types.length === 0) return "can't be set here";
      return `must be ${types.map((type) => typeNames[type] ?? type).join(" or ")}`;
    }
    case "enum":
    case "enumCaseInsensitive":
      return `must be one of ${list(schema[keyword] as readonly unknown[])}`;
    case "const":
      return `must be ${JSON.stringify(schema["const"])}`;
    case "minimum":
    case "maximum":
      return range(schema, "minimum", "maximum", "");
    case "minLength":
    case "maxLength":
      return range(schema, "minLength", "maxLength", "characters");
    case "minItems":
    case "maxItems":
      return range(schema, "minItems", "maxItems", "items");
    case "minProperties":
    case "maxProperties":
      return range(schema, "minProperties", "maxProperties", "properties");
    case "pattern":
      return `must match ${String(schema["pattern"])}`;
    case "format":
      return `must be ${describeFormat(schema.format!) ?? schema.format}`;
    case "uniqueItems":
    case "uniqueKeys":
      return "must not have the same item twice";
    case "multipleOf":
      return `must be a multiple of ${String(schema["multipleOf"])}`;
    case "contains":
      return "lacks an item that AWS requires";
    default:
      return "is not a value that AWS accepts here";
  }
}

/** Maximum number of characters of a value that a message shows. */
const mostCharacters = 80;

/** The value of a property for a message, unless it is a secret. */
export function shown(property: string, instance: unknown): string {
  if (isUnknown(instance) || /(?:password|secret|privatekey)$/i.test(property)) return "";
  if (typeof instance === "string" && instance.length > mostCharacters) {
    const start = JSON.stringify(`${instance.slice(0, mostCharacters)}…`);
    return `; it is ${start} (${instance.length} characters)`;
  }
  const text = JSON.stringify(instance) ?? "nothing";
  return `; it is ${text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text}`;
}
