import type { Properties } from "../../graph/resource.ts";
import type { Catalogue } from "./catalogue.ts";
import { translate } from "./translate.ts";
import { emptyTranslation, type Translation } from "./translation.ts";
import { isUnknown } from "./unknown.ts";

export const cloudControlType = "aws:cloudcontrol/resource:Resource";

/**
 * The settings of a resource of Cloud Control, which already have the names of the schema of their type.
 *
 * @returns undefined if they are unknown, or AWS has no schema of the type
 */
export function translateState(
  catalogue: Catalogue,
  { typeName, desiredState }: Properties,
): Translation | undefined {
  const schema = String(typeName);
  if (isUnknown(desiredState) || typeof desiredState !== "string" || !catalogue.get(schema)) {
    return undefined;
  }
  const source = { property: "desiredState", key: "desiredState" };
  let state: unknown;
  try {
    state = JSON.parse(desiredState);
  } catch {
    const invalid = { property: source.property, value: desiredState };
    return { ...emptyTranslation(), invalidJson: [invalid] };
  }
  return translate(catalogue, { schema, verbatim: true }, state as Properties, source);
}
