/**
 * The type and the name of a resource. Its URN is
 * `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`.
 */
export function nameOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1)!, name: name.join("::") };
}

/** The stack of a resource. */
export const stackOf = (urn: string): string => urn.split(":")[2] ?? "";
