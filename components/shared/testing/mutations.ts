/** A place in the arguments: the keys that lead to it. */
export type Place = readonly (string | number)[];

export const pathOf = (place: Place) =>
  place.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path ? `${path}.${key}` : key;
  }, "");

export function* placesIn(
  value: unknown,
  place: Place = [],
): Generator<{ place: Place; value: unknown }> {
  if (place.length > 0) yield { place, value };
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield* placesIn(child, [...place, Array.isArray(value) ? Number(key) : key]);
  }
}

/** A copy of the arguments in which the object at a place is changed. */
export function changed(
  args: object,
  place: Place,
  change: (parent: Record<string, unknown>) => void,
) {
  const copy = structuredClone(args);
  let parent: unknown = copy;
  for (const key of place.slice(0, -1)) parent = (parent as Record<string, unknown>)[key];
  change(parent as Record<string, unknown>);
  return copy;
}

/** Misspellings of a key, all different from it. */
export const misspelt = (key: string): string[] =>
  [
    key.slice(0, -1),
    `${key}s`,
    key[0]!.toUpperCase() + key.slice(1),
    `${key[1]}${key[0]}${key.slice(2)}`,
  ].filter((name) => name !== key && name !== "");

export const typeOf = (value: unknown) =>
  Array.isArray(value)
    ? "list"
    : value === null
      ? "null"
      : value instanceof Date || value instanceof Map
        ? "instance"
        : typeof value;

/** A value of each type. No argument accepts an empty string or a negative number. */
export const anyTyped = [true, -1, "", [], {}, null, () => "function", new Date(0), new Map()];
