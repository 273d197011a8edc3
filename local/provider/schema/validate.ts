import type { Catalogue } from "./catalogue.ts";
import type { Mapping } from "./mapping.ts";
import { member, pointer, type Step } from "./paths.ts";
import { type Finding, reasons } from "./reasons.ts";
import type { SchemaNode } from "./schemaNode.ts";
import type { Document, Origin } from "./translation.ts";

/** What the schema of a document and the further rules of its mapping refuse. */
export function validate(catalogue: Catalogue, document: Document): Finding[] {
  const schema = wholeSchema(catalogue, document.mapping);
  return catalogue.store
    .validate(document.value, schema)
    .flatMap((violation) =>
      reasons({ ...violation, origin: originOf(document, violation.path) }, document),
    );
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
  const refer = (name: string): SchemaNode => ({ $ref: catalogue.reference(name)! });
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
