import { type Named, namedByArn, namedById } from "./arn.ts";
import type { Leaf, Translation } from "./translation.ts";
import { isUnknown } from "./unknown.ts";

/** Something that the inputs of a resource refer to. */
export interface Reference {
  /** Pulumi's path of the property that refers to it. */
  readonly property: string;
  /** The id, ARN or name that the thing itself has: a version or an alias of a function is the function. */
  readonly value: string;
  /** CloudFormation type such as `AWS::EC2::Subnet`. */
  readonly to: string;
  readonly attribute: "id" | "arn" | "name";
}

/** What refers to another thing of the region by id, ARN or name. */
export function referencesOf({ leaves }: Translation, region: string): Reference[] {
  return leaves.flatMap((leaf) => {
    const { value, property } = leaf;
    if (typeof value !== "string" || value === "" || isUnknown(value)) return [];
    const named = value.startsWith("arn:")
      ? namedByArn(value, region)
      : (namedById(value) ?? namedByFormat(leaf, value));
    return named ? [{ property, ...named }] : [];
  });
}

/** Formats with the type that they are of, such as `AWS::Logs::LogGroup.Name`. */
const typedFormat = /^(AWS::\w+::\w+)\.(Id|Arn|Name)$/;

/** Pools of keys, names of buckets and groups may be anybody's. */
const foreign = ["AWS::EC2::SecurityGroup", "AWS::KMS::Key", "AWS::EC2::Image"];

function namedByFormat({ key, mapping, shape }: Leaf, value: string): Named | undefined {
  const own = mapping.schema.split("#")[0];
  const format = mapping.formats?.[key] ?? (shape?.formats.length === 1 ? shape.formats[0] : "");
  const [, to, attribute] = typedFormat.exec(format ?? "") ?? [];
  if (to === undefined || foreign.includes(to)) return undefined;
  if (to === own && mapping.formats?.[key] === undefined) return undefined;
  return { to, attribute: attribute!.toLowerCase() as Named["attribute"], value };
}
