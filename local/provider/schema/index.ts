import type { Properties } from "../../graph/resource.ts";
import { Catalogue } from "./catalogue.ts";
import { type InputFailure, validate } from "./findings.ts";
import { describeFormat, formatByName, matchesFormat } from "./formats.ts";
import { cloudControlType, translateState } from "./cloudControl.ts";
import { installSchemas } from "./install.ts";
import type { Mapping } from "./mapping.ts";
import { mappings } from "./mappings/index.ts";
import { type Reference, referencesOf } from "./references.ts";
import { translate } from "./translate.ts";
import { findProperty } from "./schemaNode.ts";
import type { Leaf, Translation } from "./translation.ts";
import { isUnknown } from "./unknown.ts";

export type { InputFailure } from "./findings.ts";
export type { Reference } from "./references.ts";

/** AWS's rules for the inputs of resources, by Pulumi's types such as `aws:ec2/subnet:Subnet`. */
export interface TypeSchemas {
  /**
   * Inputs that AWS's schemas refuse. Unknown values and types without a schema are never
   * refused.
   */
  check(type: string, inputs: Properties): InputFailure[];
  /** Whether a change of a top-level property makes AWS replace the resource. */
  replaces(type: string, property: string): boolean;
  /** Resources of the region that the inputs refer to; the input `region` overrides the region. */
  references(type: string, inputs: Properties): Reference[];
  /** Keys of the inputs that a schema checks, and of the others: paths without indices. */
  coverage(type: string, inputs: Properties): { checked: string[]; unchecked: string[] };
}

/**
 * Loads the schemas of a region, and installs them into the user's cache folder if necessary.
 *
 * @param announce - called before something that takes seconds
 * @throws InstallError
 */
export async function loadTypeSchemas(
  region: string,
  announce: (message: string) => void,
): Promise<TypeSchemas> {
  const catalogue = await Catalogue.open(await installSchemas(announce), region);
  const translated = (type: string, inputs: Properties): Translation | undefined => {
    if (type === cloudControlType) return translateState(catalogue, inputs);
    const mapping = mappings[type];
    return mapping && translate(catalogue, mapping, mapping.sent?.(inputs) ?? inputs);
  };
  return {
    check: (type, inputs) => {
      const translation = translated(type, inputs);
      if (!translation) return [];
      const failures = [
        ...translation.invalidJson.map(({ property, value }) => invalidJson(property, value)),
        ...translation.leaves.flatMap(wrongFormat),
        ...translation.documents.flatMap((document) => validate(catalogue, document)),
      ];
      return firstOfEach(failures);
    },
    replaces: (type, property) => replaces(catalogue, mappings[type], property),
    references: (type, inputs) => {
      const translation = translated(type, inputs);
      return translation ? referencesOf(translation, String(inputs["region"] ?? region)) : [];
    },
    coverage: (type, inputs) => {
      const translation = translated(type, inputs);
      if (!translation) return { checked: [], unchecked: Object.keys(inputs) };
      const { checked, unchecked } = translation;
      return {
        checked: [...checked],
        unchecked: [...unchecked].filter((path) => !checked.has(path)),
      };
    },
  };
}

const invalidJson = (property: string, text: string): InputFailure => ({
  property,
  reason: `must be JSON; it is ${JSON.stringify(text.slice(0, 80))}`,
});

/** Ids and ARNs that do not have the format that their property requires. */
function wrongFormat({ value, property, key, mapping, shape }: Leaf): InputFailure[] {
  const format = mapping.formats?.[key] ?? formatByName(key.split(".").at(-1)!);
  const hasSchemaFormat = mapping.formats?.[key] === undefined && (shape?.formats.length ?? 0) > 0;
  if (typeof value !== "string" || isUnknown(value) || format === undefined || hasSchemaFormat)
    return [];
  if (matchesFormat(format, value)) return [];
  return [
    { property, reason: `must be ${describeFormat(format)}; it is ${JSON.stringify(value)}` },
  ];
}

/** Keeps one failure per property. */
function firstOfEach(failures: readonly InputFailure[]): InputFailure[] {
  const properties = new Set<string>();
  return failures.filter(({ property }) => {
    const isNew = !properties.has(property);
    properties.add(property);
    return isNew;
  });
}

/** Properties that AWS can update in every type, and those that it can't update in any. */
const never = ["tags", "tagsAll"];
const always = ["region", "namePrefix"];

/** Whether a change of a property replaces the resource. */
function replaces(catalogue: Catalogue, mapping: Mapping | undefined, property: string): boolean {
  if (never.includes(property)) return false;
  if (always.includes(property)) return true;
  if (!mapping || mapping.updatable?.includes(property)) return false;
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
