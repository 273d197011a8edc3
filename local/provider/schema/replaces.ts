import type { Catalogue } from "./catalogue.ts";
import type { Mapping } from "./mapping.ts";
import { findProperty } from "./schemaNode.ts";

/** What AWS can change in every type, and what it never can. */
const never = ["tags", "tagsAll"];
const always = ["region", "namePrefix"];

/** Whether a change of a property makes another resource of it. */
export function replaces(
  catalogue: Catalogue,
  mapping: Mapping | undefined,
  property: string,
): boolean {
  if (never.includes(property)) return false;
  if (always.includes(property)) return true;
  if (!mapping || mapping.keeps?.includes(property)) return false;
  if (mapping.replaces === "all" || mapping.replaces?.includes(property)) return true;
  return isCreateOnly(catalogue, mapping, property);
}

function isCreateOnly(catalogue: Catalogue, mapping: Mapping, property: string): boolean {
  const [name = "", part] = mapping.schema.split("#");
  const schema = catalogue.get(name);
  if (!schema || part !== undefined) return false;
  if (mapping.unchecked?.includes(property)) return false;
  const target = mapping.names?.[property];
  const path =
    target === undefined
      ? findProperty(catalogue.store.shapeOf(schema), property)?.name
      : (typeof target === "string" ? target : target.to).replaceAll(".", "/");
  return (schema.createOnlyProperties ?? []).includes(`/properties/${path}`);
}
