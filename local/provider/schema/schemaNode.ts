/** A node of a JSON schema, in the dialect of the CloudFormation registry. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly allOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly relationshipRef?: { readonly typeName: string; readonly propertyPath: string };
  /** In the schema of a type: JSON pointers of the properties that can't be updated. */
  readonly createOnlyProperties?: readonly string[];
  /** Other keywords. */
  readonly [keyword: string]: unknown;
}

/** The shape of the values that a node describes, with its references and alternatives combined. */
export interface Shape {
  /** Types that a value may have; empty if the schema does not restrict them. */
  readonly types: ReadonlySet<string>;
  /** Names as the schema spells them, with their nodes, by the name in lower case. */
  readonly properties: ReadonlyMap<string, { readonly name: string; readonly node: SchemaNode }>;
  /** The node of a list's items. */
  readonly items: SchemaNode | undefined;
  /** The node of the values of a map whose keys the user chooses. */
  readonly values: SchemaNode | undefined;
  /** Formats of which a value must have one. */
  readonly formats: readonly string[];
  readonly relationships: readonly NonNullable<SchemaNode["relationshipRef"]>[];
}

/** Finds the node that a `$ref` names. */
export type Dereference = (reference: string) => SchemaNode;

/** @returns a function that computes the shape of each node once */
export function shapes(dereference: Dereference): (node: SchemaNode) => Shape {
  const known = new WeakMap<SchemaNode, Shape>();
  return (node) => {
    const before = known.get(node);
    if (before) return before;
    const shape = shapeOf(facets(node, dereference));
    known.set(node, shape);
    return shape;
  };
}

/** The node with its references and alternatives. */
function facets(
  node: SchemaNode,
  dereference: Dereference,
  found: SchemaNode[] = [],
): SchemaNode[] {
  if (found.includes(node)) return found;
  found.push(node);
  if (node.$ref !== undefined) facets(dereference(node.$ref), dereference, found);
  for (const branches of [node.allOf, node.anyOf, node.oneOf]) {
    for (const branch of branches ?? []) facets(branch, dereference, found);
  }
  return found;
}

function shapeOf(nodes: readonly SchemaNode[]): Shape {
  const properties = new Map<string, { name: string; node: SchemaNode }>();
  for (const [name, node] of nodes.flatMap(({ properties }) => Object.entries(properties ?? {}))) {
    const key = name.toLowerCase();
    if (!properties.has(key)) properties.set(key, { name, node });
  }
  return {
    types: new Set(nodes.flatMap(({ type }) => type ?? [])),
    properties,
    items: nodes.find(({ items }) => items)?.items,
    values: Object.values(nodes.find((node) => node.patternProperties)?.patternProperties ?? {})[0],
    formats: nodes.flatMap(({ format }) => format ?? []),
    relationships: nodes.flatMap(({ relationshipRef }) => relationshipRef ?? []),
  };
}

/**
 * Finds a property by Pulumi's name, which may differ in case, or be the singular or plural.
 *
 * @param name - such as `kmsKeyId` for `KMSKeyId`, or `schemas` for `Schema`
 */
export function findProperty(
  { properties }: Shape,
  name: string,
): { readonly name: string; readonly node: SchemaNode } | undefined {
  const key = name.toLowerCase();
  const spellings = [
    key,
    `${key}s`,
    `${key}es`,
    key.replace(/s$/, ""),
    key.replace(/es$/, ""),
    key.replace(/ies$/, "y"),
    key.replace(/y$/, "ies"),
  ];
  return spellings.map((spelling) => properties.get(spelling)).find((found) => found);
}
