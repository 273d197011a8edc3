import type { ValidationError } from "jsonschema";
import type { Catalogue } from "./catalogue.ts";
import type { Mapping } from "./mapping.ts";
import { member, pointer, type Step } from "./paths.ts";
import { type Finding, reasons } from "./reasons.ts";
import type { SchemaNode } from "./schemaNode.ts";
import type { Document, Origin } from "./translation.ts";
import { hasUnknown, isUnknown } from "./unknown.ts";

/** What the schema of a document and the further rules of its mapping refuse. */
export function validate(catalogue: Catalogue, document: Document): Finding[] {
  const schema = wholeSchema(catalogue, document.mapping);
  return catalogue.store.validate(document.value, schema).flatMap((error) => {
    const { path, schema, instance } = error;
    const { keyword, argument } = keywordOf(error);
    const isOpen = comparing.includes(keyword) ? hasUnknown(instance) : isUnknown(instance);
    // The errors of all the schemas that have to hold are there one by one.
    if (isOpen || keyword === "allOf") return [];
    const origin = originOf(document, path);
    const about = { keyword, argument, schema: schema as SchemaNode, instance, path, origin };
    return reasons(about, document);
  });
}

/** Keywords that compare what is in a value. */
const comparing = ["const", "contains", "enum", "prefixItems", "uniqueItems", "uniqueKeys"];

/** Keywords that are no part of draft-07 have no more than their name. */
function keywordOf({ name, message, argument }: ValidationError) {
  return { keyword: (name as string | undefined) ?? message, argument: argument as unknown };
}

/** The nearest place that there is an origin of, and the way from there. */
function originOf({ origins, property, mapping }: Document, path: readonly Step[]): Origin {
  if (mapping.verbatim) return { property: path.reduce<string>(member, property), inside: [] };
  for (let length = path.length; length >= 0; length--) {
    const origin = origins.get(pointer(path.slice(0, length)));
    if (origin) return { ...origin, inside: [...origin.inside, ...path.slice(length)] };
  }
  return { property, inside: path };
}

const wholeSchemas = new WeakMap<Catalogue, Map<Mapping, SchemaNode>>();

/** The mapping's schema and, in their places, its further rules. */
function wholeSchema(catalogue: Catalogue, mapping: Mapping): SchemaNode {
  const known = wholeSchemas.get(catalogue) ?? new Map<Mapping, SchemaNode>();
  wholeSchemas.set(catalogue, known);
  const before = known.get(mapping);
  if (before) return before;
  const refer = (name: string): SchemaNode => {
    // Read, so that it can be referred to.
    catalogue.get(name);
    return { $ref: catalogue.reference(name)! };
  };
  const rules = Object.entries(mapping.rules ?? {}).flatMap(([path, names]) =>
    names.map((name) => nest(path.split(".").filter(Boolean), refer(`extensions/${name}`))),
  );
  const own = refer(mapping.schema);
  const schema = rules.length === 0 ? own : { allOf: [own, ...rules] };
  known.set(mapping, schema);
  return schema;
}

/** A schema that says what another one says about a place within. */
function nest([first, ...rest]: readonly string[], schema: SchemaNode): SchemaNode {
  if (first === undefined) return schema;
  const inner = nest(rest, schema);
  return first === "*" ? { items: inner } : { properties: { [first]: inner } };
}
