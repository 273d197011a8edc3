/** Stands for a value that is not known yet. */
export const notKnown = "(not known yet)";

/** An object or list with {@link notKnown} in place of each value in it that is not known yet. */
export function knownOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const read = (key: string | number): unknown => {
    try {
      return knownOf(Reflect.get(value, key));
    } catch {
      return notKnown;
    }
  };
  if (Array.isArray(value)) return [...value.keys()].map(read);
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(key)]));
}
