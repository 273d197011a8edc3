/**
 * Renames properties to the spelling of AWS's API, at every depth: `minimumLength` becomes
 * `MinimumLength`.
 *
 * @param without - properties to leave out
 */
export function pascalCase(properties: object, without: string[] = []): Record<string, unknown> {
  const entries = Object.entries(properties).filter(([key]) => !without.includes(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), deep(value)]),
  );
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  if (value !== null && typeof value === "object") return pascalCase(value);
  return value;
}
