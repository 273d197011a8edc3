/** An attribute in DynamoDB's JSON, such as `{ "S": "a" }`. */
export type Attribute = Readonly<Record<string, unknown>>;

/** An item in DynamoDB's JSON. */
export type Item = Readonly<Record<string, Attribute>>;

/** An attribute's value as a short text: without its type. */
export function plainText(attribute: Attribute | undefined): string {
  if (attribute === undefined) return "";
  const value = plain(attribute);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function plain(attribute: Attribute): unknown {
  const [type, value] = Object.entries(attribute)[0] ?? [];
  switch (type) {
    case "L":
      return (value as Attribute[]).map(plain);
    case "M":
      return Object.fromEntries(
        Object.entries(value as Item).map(([name, member]) => [name, plain(member)]),
      );
    case "NULL":
      return null;
    default:
      return value;
  }
}
