type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a schema allows, in words: `text, 1 to 100 characters`. */
export function constraintsOf(schema: unknown): string {
  if (!isSchema(schema)) return "";
  const { type, format, pattern, description } = schema;
  const values = schema["enum"];
  const words = [
    Array.isArray(values) ? `one of ${values.map(String).join(", ")}` : typeName(type, format),
    range(schema["minLength"], schema["maxLength"], "characters"),
    range(schema["minimum"], schema["maximum"], ""),
    range(schema["minItems"], schema["maxItems"], "items"),
    typeof pattern === "string" && `like ${pattern}`,
    description,
  ];
  return words.filter((word) => typeof word === "string" && word !== "").join(", ");
}

function typeName(type: unknown, format: unknown): string {
  const name = Array.isArray(type) ? type.join(" or ") : typeof type === "string" ? type : "";
  return typeof format === "string" ? `${name} (${format})` : name;
}

function range(min: unknown, max: unknown, unit: string): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (max === undefined) return `at least ${String(min)} ${unit}`.trim();
  if (min === undefined) return `at most ${String(max)} ${unit}`.trim();
  return `${String(min)} to ${String(max)} ${unit}`.trim();
}

/** The members of an object's schema, with what each allows. */
export function membersOf(schema: unknown): { name: string; words: string }[] {
  if (!isSchema(schema) || !isSchema(schema["properties"])) return [];
  const { required } = schema;
  return Object.entries(schema["properties"]).map(([name, each]) => {
    const isRequired = Array.isArray(required) && required.includes(name);
    const words = [constraintsOf(each), isRequired ? "required" : ""].filter(Boolean).join(", ");
    return { name, words };
  });
}
