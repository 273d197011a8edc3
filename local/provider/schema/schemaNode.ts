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
  /** Of a whole type: JSON pointers of what can't be changed. */
  readonly createOnlyProperties?: readonly string[];
  /** Other keywords. */
  readonly [keyword: string]: unknown;
}

/** What a node says about the shape of its values, its references and alternatives put together. */
export interface Shape {
  /** Types that a value may have; empty if the schema does not say. */
  readonly types: ReadonlySet<string>;
  /** Names as the schema spells them, with their nodes, by their names in lower case. */
  readonly properties: ReadonlyMap<string, { readonly name: string; readonly node: SchemaNode }>;
  /** Of a list. */
  readonly items: SchemaNode | undefined;
  /** Of a map whose keys are the user's: its values. */
  readonly values: SchemaNode | undefined;
  /** Formats of which one is asked for. */
  readonly formats: readonly string[];
  readonly relationships: readonly NonNullable<SchemaNode["relationshipRef"]>[];
}

/** Finds what `$ref` names. */
export type Dereference = (reference: string) => SchemaNode;

/** @returns tells nodes' shapes; each is worked out once */
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

/** The node, what it refers to and its alternatives. */
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
 * A property by Pulumi's name for it: spelled in another case, or in the singular or plural.
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
