import type { Properties } from "../../graph/resource.ts";
import { Catalogue } from "./catalogue.ts";
import { validate } from "./findings.ts";
import { describeFormat, formatByName, matchesFormat } from "./formats.ts";
import { installSchemas } from "./install.ts";
import { mappings } from "./mappings/index.ts";
import { type Reference, referencesOf } from "./references.ts";
import { replaces } from "./replaces.ts";
import { translate } from "./translate.ts";
import type { Leaf, Translation } from "./translation.ts";
import { isUnknown } from "./unknown.ts";

export { installSchemas } from "./install.ts";
export type { Reference } from "./references.ts";

/** What AWS would refuse of a resource's inputs. */
export interface InputFailure {
  /** Pulumi's path, such as `passwordPolicy.minimumLength` or `ingresses[0].protocol`. */
  readonly property: string;
  /** Continues a sentence that begins with the property, such as `must be 6 to 99; it is 5`. */
  readonly reason: string;
}

/** AWS's own rules for the inputs of resources, by Pulumi's types such as `aws:ec2/subnet:Subnet`. */
export interface TypeSchemas {
  /**
   * What AWS would refuse, as far as its schemas tell. Values that are unknown yet are never
   * refused, nor are inputs of a type without a schema.
   */
  check(type: string, inputs: Properties): InputFailure[];
  /** Whether a change of a top-level property makes AWS replace the resource. */
  replaces(type: string, property: string): boolean;
  /** What in the region the inputs refer to. */
  references(type: string, inputs: Properties): Reference[];
  /** Paths without indices of the inputs that a schema checks, and of those that none does. */
  coverage(type: string, inputs: Properties): { checked: string[]; unchecked: string[] };
}

/**
 * The schemas of a region, installed into the user's cache folder when they are not there yet.
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
    const mapping = mappings[type];
    return mapping && translate(catalogue, mapping, inputs);
  };
  return {
    check: (type, inputs) => {
      const translation = translated(type, inputs);
      if (!translation) return [];
      const failures = [
        ...translation.unreadable.map(({ property, value }) => unreadable(property, value)),
        ...translation.leaves.flatMap(wrongFormat),
        ...translation.documents.flatMap((document) => validate(catalogue, document)),
      ];
      return firstOfEach(failures);
    },
    replaces: (type, property) => replaces(catalogue, mappings[type], property),
    references: (type, inputs) => {
      const translation = translated(type, inputs);
      return translation ? referencesOf(translation, region) : [];
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

const unreadable = (property: string, text: string): InputFailure => ({
  property,
  reason: `must be JSON; it is ${JSON.stringify(text.slice(0, 80))}`,
});

/** Ids and ARNs that have not the form that their property's name tells. */
function wrongFormat({ value, property, key, mapping, shape }: Leaf): InputFailure[] {
  const format = mapping.formats?.[key] ?? formatByName(key.split(".").at(-1)!);
  const isTold = mapping.formats?.[key] === undefined && (shape?.formats.length ?? 0) > 0;
  if (typeof value !== "string" || isUnknown(value) || format === undefined || isTold) return [];
  if (matchesFormat(format, value)) return [];
  return [
    { property, reason: `must be ${describeFormat(format)}; it is ${JSON.stringify(value)}` },
  ];
}

/** One reason for each property will do. */
function firstOfEach(failures: readonly InputFailure[]): InputFailure[] {
  const properties = new Set<string>();
  return failures.filter(({ property }) => {
    const isNew = !properties.has(property);
    properties.add(property);
    return isNew;
  });
}
