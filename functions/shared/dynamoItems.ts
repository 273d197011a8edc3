/** A value of an item as functions use it. A set of strings is a `Set`. */
export type ItemValue =
  | string
  | number
  | boolean
  | null
  | ReadonlySet<string>
  | readonly ItemValue[]
  | { readonly [name: string]: ItemValue | undefined };

/** An item; `undefined` values are left out of what is written. */
export interface Item {
  readonly [name: string]: ItemValue | undefined;
}

/** A value in DynamoDB's notation, such as `{ S: "text" }`. */
type Attribute = Readonly<Record<string, unknown>>;

/** Source: DynamoDB API Reference, "AttributeValue". Binary values are not supported. */
export function toItem(item: Item): Record<string, Attribute> {
  const entries = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, toAttribute(value!)]));
}

function toAttribute(value: ItemValue): Attribute {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value instanceof Set) return { SS: [...value] };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: toItem(value as Item) };
}

/** The item, or `undefined` where AWS has none. Numbers beyond 2^53 lose digits. */
export function fromItem(item: unknown): Item | undefined {
  if (item === undefined) return undefined;
  const entries = Object.entries(item as Record<string, Attribute>);
  return Object.fromEntries(entries.map(([name, value]) => [name, fromAttribute(value)]));
}

function fromAttribute(attribute: Attribute): ItemValue | undefined {
  const [type = "", value] = Object.entries(attribute)[0] ?? [];
  switch (type) {
    case "S":
    case "BOOL":
      return value as string | boolean;
    case "N":
      return Number(value);
    case "NULL":
      return null;
    case "SS":
      return new Set(value as string[]);
    case "L":
      return (value as Attribute[]).map((each) => fromAttribute(each) ?? null);
    case "M":
      return fromItem(value);
    default:
      return undefined;
  }
}
