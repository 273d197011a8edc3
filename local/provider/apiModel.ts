/**
 * Reads the models that the AWS SDK's clients export beside their commands, such as
 * `CreateUserPoolRequest$`. They are part of the SDK's public types: `@smithy/types`, "static-schemas".
 */

/** A model, a function that returns one, the number of a simple type, or one of these with traits. */
export type ModelReference = unknown;

export interface ApiShape {
  readonly kind: "structure" | "list" | "map" | "simple";
  readonly name: string;
  readonly model: readonly unknown[];
}

const kinds: Readonly<Record<number, ApiShape["kind"]>> = {
  1: "list",
  2: "map",
  3: "structure",
  4: "structure",
};

/** Bits of a number that mean a list or a map of a simple type. */
const [listOf, mapOf] = [64, 128];

export function shapeOf(reference: ModelReference): ApiShape {
  if (typeof reference === "function") return shapeOf((reference as () => unknown)());
  if (typeof reference === "number") return ofSimple(reference);
  if (!Array.isArray(reference)) return simple;
  const model = reference as readonly unknown[];
  // A member: the model and its traits.
  if (model.length === 2) return shapeOf(model[0]);
  return { kind: kinds[Number(model[0])] ?? "simple", name: String(model[2]), model };
}

const simple: ApiShape = { kind: "simple", name: "", model: [] };

/** @param number - of a type, or negative with traits */
function ofSimple(number: number): ApiShape {
  if (number < 0) return simple;
  if (number & listOf) return { kind: "list", name: "", model: [1, "", "", 0, 0] };
  if (number & mapOf) return { kind: "map", name: "", model: [2, "", "", 0, 0, 0] };
  return simple;
}

/** The shape of a list's items or a map's values. */
export function itemOf({ kind, model }: ApiShape): ApiShape | undefined {
  if (kind !== "list" && kind !== "map") return undefined;
  return shapeOf(model[kind === "list" ? 4 : 5]);
}

/** The member of a structure by name, whatever its capitals. */
export function memberOf(
  { kind, model }: ApiShape,
  name: string,
): { readonly name: string; readonly shape: ApiShape } | undefined {
  if (kind !== "structure") return undefined;
  const names = model[4] as readonly string[];
  const index = names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
  if (index < 0) return undefined;
  return { name: names[index]!, shape: shapeOf((model[5] as readonly unknown[])[index]) };
}
