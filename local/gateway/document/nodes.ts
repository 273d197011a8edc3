/** An object in a document. */
export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object under a key; empty if there is none. */
export const nodeAt = (holder: Node, key: string): Node => {
  const value = holder[key];
  return isNode(value) ? value : {};
};

/** The list under a key; empty if there is none. */
export const listAt = (holder: Node, key: string): readonly unknown[] => {
  const value = holder[key];
  return Array.isArray(value) ? value : [];
};

export const mapNode = (node: Node, map: (value: unknown, key: string) => unknown): Node =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, map(value, key)]));

/** Maps the values that are objects, and keeps the others. */
export const mapNodes = (node: Node, map: (value: Node, key: string) => unknown): Node =>
  mapNode(node, (value, key) => (isNode(value) ? map(value, key) : value));

/** A node without the members that are undefined or null, which YAML has for a key without a value. */
export const defined = (node: Node): Node =>
  Object.fromEntries(Object.entries(node).filter(([, value]) => value != null));

/** Resolves a reference within a document; returns any other value, and a broken reference, unchanged. */
export function resolved(document: Node, value: unknown): unknown {
  let current = value;
  // Far more than any document has, against references to each other.
  for (let step = 0; step < 16; step++) {
    const target = isNode(current) ? pointed(document, current["$ref"]) : undefined;
    if (target === undefined) return current;
    current = target;
  }
  return value;
}

function pointed(document: Node, reference: unknown): unknown {
  if (typeof reference !== "string" || !reference.startsWith("#/")) return undefined;
  const keys = reference.slice(2).split("/");
  return keys.reduce<unknown>((holder, key) => {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    return isNode(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  }, document);
}
