import type { Shape } from "./schemaNode.ts";

/** A value as the schema types it: Pulumi has texts for some numbers, and numbers for some texts. */
export function coerce(value: unknown, { types }: Shape): unknown {
  const takesNumbers = types.has("integer") || types.has("number");
  if (typeof value === "string" && !types.has("string")) {
    if (types.has("boolean") && /^(?:true|false)$/.test(value)) return value === "true";
    const number = value.trim() === "" ? NaN : Number(value);
    return takesNumbers && Number.isFinite(number) ? number : value;
  }
  const isForeign =
    (typeof value === "number" && !takesNumbers) ||
    (typeof value === "boolean" && !types.has("boolean"));
  return isForeign && types.has("string") ? String(value) : value;
}
