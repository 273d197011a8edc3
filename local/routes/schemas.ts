/** A JSON Schema, or a part of an OpenAPI document. */
type Node = Readonly<Record<string, unknown>>;

/** References are followed so deep; models may refer to themselves. */
const maxDepth = 6;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Follows a reference within a document, such as `#/components/schemas/Order`. */
export function follow(node: unknown, document: unknown): unknown {
  const reference = isNode(node) ? node["$ref"] : undefined;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return node;
  return reference
    .slice(2)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (at, part) => (isNode(at) && Object.hasOwn(at, part) ? at[part] : undefined),
      document,
    );
}

/** A schema with what it refers to in its place. */
export function withoutReferences(schema: unknown, document: unknown, depth = 0): unknown {
  if (depth > maxDepth * 2) return {};
  if (Array.isArray(schema)) {
    return schema.map((each) => withoutReferences(each, document, depth + 1));
  }
  const node = follow(schema, document);
  if (!isNode(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      withoutReferences(value, document, depth + 1),
    ]),
  );
}

const formats: Readonly<Record<string, string>> = {
  date: "2030-01-31",
  "date-time": "2030-01-31T12:00:00Z",
  email: "ada@example.com",
  uuid: "11111111-2222-4333-8444-555555555555",
  uri: "https://example.com/",
};

/** A value that a schema without references allows, as far as that is easy to say. */
export function exampleOf(schema: unknown, depth = 0): unknown {
  if (!isNode(schema) || depth > maxDepth) return null;
  const { example, examples, default: usual, const: only, enum: values } = schema;
  const given = [example, Array.isArray(examples) ? examples[0] : undefined, usual, only];
  const known = given.find((each) => each !== undefined);
  if (known !== undefined) return known;
  if (Array.isArray(values)) return values[0];
  const parts = schema["allOf"];
  if (Array.isArray(parts)) {
    return Object.assign({}, ...parts.map((part) => exampleOf(part, depth + 1))) as unknown;
  }
  const [choice] = [schema["oneOf"], schema["anyOf"]].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  if (choice !== undefined) return exampleOf(choice, depth + 1);
  return exampleOfType(schema, depth);
}

function exampleOfType(schema: Node, depth: number): unknown {
  const { type, properties, items, format, minimum, minLength, minItems } = schema;
  switch (Array.isArray(type) ? type[0] : (type ?? (properties ? "object" : undefined))) {
    case "object": {
      const members = Object.entries(isNode(properties) ? properties : {});
      return Object.fromEntries(members.map(([name, each]) => [name, exampleOf(each, depth + 1)]));
    }
    case "array":
      return minItems === 0 ? [] : [exampleOf(items, depth + 1)];
    case "integer":
    case "number":
      return typeof minimum === "number" ? minimum : 1;
    case "boolean":
      return true;
    case "string":
      return formats[String(format)] ?? "text".padEnd(Number(minLength ?? 0), "x");
    default:
      return null;
  }
}
