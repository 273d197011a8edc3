import { type Named, namedByArn, namedById } from "./arn.ts";
import type { Leaf, Translation } from "./translation.ts";
import { isUnknown } from "./unknown.ts";

/** A resource that an input refers to. A version or an alias of a function counts as the function. */
export interface Reference extends Named {
  /** Pulumi's path of the input. */
  readonly property: string;
}

/** Finds the inputs that refer to resources of the region by id, ARN or name. */
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

/** Formats that contain a type, such as `AWS::Logs::LogGroup.Name`. */
const typedFormat = /^(AWS::\w+::\w+)\.(Id|Arn|Name)$/;

/** Types whose names may belong to another account or VPC. */
const foreign = ["AWS::EC2::SecurityGroup", "AWS::KMS::Key", "AWS::EC2::Image"];

function namedByFormat({ key, mapping, shape }: Leaf, value: string): Named | undefined {
  const own = mapping.schema.split("#")[0];
  const format = mapping.formats?.[key] ?? (shape?.formats.length === 1 ? shape.formats[0] : "");
  const [, to, attribute] = typedFormat.exec(format ?? "") ?? [];
  if (to === undefined || foreign.includes(to)) return undefined;
  if (to === own && mapping.formats?.[key] === undefined) return undefined;
  return { to, attribute: attribute!.toLowerCase() as Named["attribute"], value };
}
